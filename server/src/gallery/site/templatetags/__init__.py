"""Tags for the gallery's templates."""
