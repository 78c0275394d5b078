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
        "opens something, or is what somebody wrote and perhaps shares with nobody; never logged or mailed",
    )
    PLAIN = "plain", "neither"


PERSONAL, SENSITIVE, PLAIN = DataClass.PERSONAL, DataClass.SENSITIVE, DataClass.PLAIN

# table: class: columns, with spaces between them
DATA_CLASSES: dict[str, dict[DataClass, str]] = {
    "accounts_user": {
        PERSONAL: "username full_name email about last_login date_joined",
        SENSITIVE: "password",
        PLAIN: "id is_active is_staff is_superuser",
    },
    "accounts_user_groups": {PERSONAL: "user_id group_id", PLAIN: "id"},
    "accounts_user_user_permissions": {PERSONAL: "user_id permission_id", PLAIN: "id"},
    "accounts_personaltoken": {
        PERSONAL: "owner_id name created_at last_used_at",
        SENSITIVE: "digest",
        PLAIN: "id scopes expires_at revoked_at",
    },
    "audit_auditevent": {PERSONAL: "at actor action subject detail", PLAIN: "id"},
    "environments_environment": {PERSONAL: "owner_id name url created_at", PLAIN: "id uuid token_id"},
    "launches_ticket": {
        PERSONAL: "person_id notebook_id environment created_at redeemed_at",
        SENSITIVE: "digest",
        PLAIN: "id expires_at",
    },
    "launches_launch": {PERSONAL: "person_id notebook_id revision environment at", PLAIN: "id"},
    "notebooks_notebook": {
        PERSONAL: "owner_id created_at updated_at trashed_at",
        SENSITIVE: "title description",
        PLAIN: "id uuid visibility language head_id fingerprint stars runs changed",
    },
    "notebooks_notebook_tags": {SENSITIVE: "tag_id", PLAIN: "id notebook_id"},
    "notebooks_tag": {SENSITIVE: "name", PLAIN: "id"},
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
    "notebooks_renderedcell": {SENSITIVE: "html", PLAIN: "key"},
    "notebooks_star": {PERSONAL: "person_id notebook_id at", PLAIN: "id"},
    "notebooks_changecounter": {PLAIN: "id value"},
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
