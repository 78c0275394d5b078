"""Ground floor: pure functions and vocabularies without models. Imports nothing of the gallery."""
