"""How sensitive each stored column is: one table, from which the page of stored data is drawn."""

from enum import StrEnum


class DataClass(StrEnum):
    """What a column tells about people."""

    described: str

    def __new__(cls, value: str, described: str) -> "DataClass":
        """Attach the words in which people read it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.described = described
        return member

    PERSONAL = "personal", "says something about a person who can be identified; part of an export, erased on request"
    SENSITIVE = (
        "sensitive",
        "opens something, or is what somebody wrote, perhaps for nobody else; never logged, mailed only to its readers",
    )
    PLAIN = "plain", "neither"


PERSONAL, SENSITIVE, PLAIN = DataClass.PERSONAL, DataClass.SENSITIVE, DataClass.PLAIN

# table: class: columns, with spaces between them
DATA_CLASSES: dict[str, dict[DataClass, str]] = {
    "accounts_user": {
        PERSONAL: "username full_name email about last_login date_joined",
        SENSITIVE: "password",
        PLAIN: "id is_active is_staff is_superuser unseen_notices",
    },
    "accounts_personaltoken": {
        PERSONAL: "owner_id name created_at last_used_at",
        SENSITIVE: "digest",
        PLAIN: "id scopes expires_at revoked_at",
    },
    "accounts_termsversion": {PERSONAL: "by at", PLAIN: "id text"},
    "administration_announcement": {PLAIN: "id text level begins_at ends_at edition"},
    "directory_organisation": {PLAIN: "id slug name description parent_id source external"},
    "directory_lineage": {PLAIN: "id organisation_id ancestor_id distance"},
    "directory_belonging": {PERSONAL: "person_id organisation_id", PLAIN: "id source"},
    "directory_group": {PLAIN: "id slug name description source external created_at"},
    "directory_membership": {PERSONAL: "group_id person_id role", PLAIN: "id source"},
    "directory_attribute": {PLAIN: "id slug name description"},
    "directory_holding": {PERSONAL: "attribute_id person_id", PLAIN: "id source"},
    "notices_notice": {PERSONAL: "person_id kind subject detail created_at seen_at mailed_at", PLAIN: "id"},
    "audit_auditevent": {PERSONAL: "at actor action subject detail", PLAIN: "id"},
    "environments_environment": {PERSONAL: "owner_id name url created_at", PLAIN: "id uuid token_id"},
    "identity_identity": {
        PERSONAL: "person_id provider issuer subject shown created_at last_at",
        PLAIN: "id gave_admin",
    },
    "identity_waiting": {PERSONAL: "person_id provider reason at", PLAIN: "id"},
    "identity_arrival": {PERSONAL: "profile at", SENSITIVE: "assertion request", PLAIN: "id"},
    "executions_execution": {
        PERSONAL: "person_id notebook_id revision source_hash success cause runtime_ms started_at day received_at",
        PLAIN: "id key excused summed",
    },
    "executions_cellday": {
        PERSONAL: "notebook_id day person_id source_hash executions successes runtimes last_at last_failure_at",
        PLAIN: "id excused",
    },
    "executions_flood": {PERSONAL: "person_id notebook_id day records", PLAIN: "id"},
    "health_notebookhealth": {
        PLAIN: "notebook_id computed_at revision revised_at osr gcr bcr fbc lgc ffd ned ue uf score status shown_score "
        "note previous_score previous_status executions users users_with_failures sessions last_run last_failure "
        "unhealthy_since cells days owner_told owner_told_at",
    },
    "health_stale": {PLAIN: "notebook_id mark"},
    "health_notebookimport": {SENSITIVE: "name", PLAIN: "id notebook_id"},
    "health_outage": {SENSITIVE: "name", PLAIN: "id began_at ended_at"},
    "health_outage_notebooks": {PLAIN: "id outage_id notebook_id"},
    "recommendations_similar": {SENSITIVE: "shared", PLAIN: "id notebook_id other_id score"},
    "wanted_wanted": {
        PERSONAL: "asker_id created_at",
        SENSITIVE: "question explanation removed_because",
        PLAIN: "id uuid group_id state needed",
    },
    "wanted_seconding": {PERSONAL: "wanted_id person_id", PLAIN: "id"},
    "wanted_answer": {PERSONAL: "by_id at", PLAIN: "id wanted_id notebook_id"},
    "wanted_miss": {PLAIN: "id season question person"},
    "wanted_term": {PLAIN: "id key words dismissed"},
    "wanted_termday": {PLAIN: "id term_id day people"},
    "recommendations_alsoviewed": {PLAIN: "id notebook_id other_id score"},
    "recommendations_usedwith": {PLAIN: "id notebook_id other_id weight"},
    "recommendations_similarperson": {PERSONAL: "person_id other_id score", PLAIN: "id"},
    "recommendations_fieldshare": {PLAIN: "id learning field notebook_id share"},
    "recommendations_usedin": {PLAIN: "id organisation_id notebook_id people"},
    "recommendations_recommended": {
        PERSONAL: "person_id notebook_id score kind about_id organisation_id",
        PLAIN: "id",
    },
    "recommendations_dismissal": {PERSONAL: "person_id notebook_id at", PLAIN: "id"},
    "recommendations_staleperson": {PERSONAL: "person_id", PLAIN: "mark"},
    "launches_ticket": {
        PERSONAL: "person_id notebook_id environment created_at redeemed_at",
        SENSITIVE: "digest",
        PLAIN: "id expires_at",
    },
    "launches_launch": {PERSONAL: "person_id notebook_id revision environment at", PLAIN: "id"},
    "feeds_feedtoken": {
        PERSONAL: "owner_id name created_at last_used_at",
        SENSITIVE: "digest",
        PLAIN: "id revoked_at",
    },
    "feeds_subscription": {PERSONAL: "person_id kind value created_at last_sent_at", PLAIN: "id"},
    "feeds_dailymail": {PERSONAL: "person_id day stopped_at", PLAIN: "id"},
    "notebooks_notebook": {
        PERSONAL: "owner_id created_at updated_at trashed_at deprecated_at",
        SENSITIVE: "title description question inputs rights duration result contact deprecated_because",
        PLAIN: "id uuid group_id visibility language head_id instead_id fingerprint stars runs changed health "
        "health_note health_score",
    },
    "notebooks_demand": {PLAIN: "id notebook_id attribute_id"},
    "notebooks_share": {
        PERSONAL: "person_id email by_id created_at",
        PLAIN: "id notebook_id group_id organisation_id role ends_at",
    },
    "notebooks_accessrequest": {
        PERSONAL: "person_id created_at decided_at",
        SENSITIVE: "message",
        PLAIN: "id notebook_id role state",
    },
    "notebooks_landing": {PLAIN: "id group_id notebook_id"},
    "notebooks_notebook_tags": {SENSITIVE: "tag_id", PLAIN: "id notebook_id"},
    "notebooks_tag": {SENSITIVE: "name", PLAIN: "id"},
    "notebooks_notebook_packages": {SENSITIVE: "package_id", PLAIN: "id notebook_id"},
    "notebooks_package": {SENSITIVE: "name", PLAIN: "id"},
    "notebooks_revision": {
        PERSONAL: "author_id created_at",
        SENSITIVE: "message metadata",
        PLAIN: "id notebook_id number base fingerprint",
    },
    "notebooks_revisioncell": {
        SENSITIVE: "metadata attachments",
        PLAIN: "id revision_id position cell_id name",
    },
    "notebooks_cell": {SENSITIVE: "body", PLAIN: "digest kind source_hash size"},
    "notebooks_cellshape": {PLAIN: "id cell_id style shape size"},
    "notebooks_renderedcell": {SENSITIVE: "html", PLAIN: "key"},
    "notebooks_star": {PERSONAL: "person_id notebook_id at", PLAIN: "id"},
    "notebooks_use": {PERSONAL: "person_id notebook_id day views runs", PLAIN: "id"},
    "notebooks_trend": {PLAIN: "notebook_id value computed_at"},
    "notebooks_changecounter": {PLAIN: "id value"},
    "provider_registration": {PERSONAL: "registered_by", PLAIN: "id client_id scopes secret_changed_at"},
    "provider_consent": {PERSONAL: "person_id client_id given_at", PLAIN: "id scopes"},
    "provider_issuedcode": {
        PERSONAL: "person_id signed_in_at issued_at",
        SENSITIVE: "digest family",
        PLAIN: "id client_id",
    },
    # Tables of libraries
    "auth_group": {PLAIN: "id name"},
    "auth_group_permissions": {PLAIN: "id group_id permission_id"},
    "auth_permission": {PLAIN: "id name content_type_id codename"},
    "django_content_type": {PLAIN: "id app_label model"},
    "django_session": {SENSITIVE: "session_key session_data", PLAIN: "expire_date"},
    "django_tasks_database_dbtaskresult": {
        SENSITIVE: "args_kwargs return_value traceback",
        PLAIN: "id status enqueued_at started_at finished_at priority task_path worker_ids queue_name backend_name "
        "run_after exception_class_path",
    },
    "oauth2_provider_application": {
        PERSONAL: "user_id",
        SENSITIVE: "client_secret",
        PLAIN: "id client_id redirect_uris post_logout_redirect_uris client_type authorization_grant_type "
        "hash_client_secret name skip_authorization created updated algorithm allowed_origins registration_source "
        "cimd_expires_at",
    },
    "oauth2_provider_grant": {
        PERSONAL: "user_id created updated",
        SENSITIVE: "code code_challenge nonce",
        PLAIN: "id application_id expires redirect_uri scope code_challenge_method claims resource",
    },
    "oauth2_provider_accesstoken": {
        PERSONAL: "user_id created updated",
        SENSITIVE: "token token_checksum",
        PLAIN: "id source_refresh_token_id id_token_id application_id expires scope resource",
    },
    "oauth2_provider_refreshtoken": {
        PERSONAL: "user_id created updated",
        SENSITIVE: "token token_checksum token_family",
        PLAIN: "id application_id access_token_id resource revoked",
    },
    "oauth2_provider_idtoken": {
        PERSONAL: "user_id created updated",
        SENSITIVE: "jti",
        PLAIN: "id application_id expires scope",
    },
    "oauth2_provider_devicegrant": {
        PERSONAL: "user_id last_checked",
        SENSITIVE: "device_code user_code",
        PLAIN: "id scope interval expires status client_id",
    },
}  # fmt: skip


def class_of(table: str, column: str) -> DataClass:
    """The class of a column; raises `KeyError` for one that nobody has sorted."""
    for one, columns in DATA_CLASSES[table].items():
        if column in columns.split():
            return one
    raise KeyError(column)
