"""A checked, compiled, stored artefact, named by its digest."""
