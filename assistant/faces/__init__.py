"""Faces of the assistant for other programs' frameworks."""
