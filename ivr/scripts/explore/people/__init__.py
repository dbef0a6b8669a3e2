"""A population: people with habits and wishes, over lines with faults."""
