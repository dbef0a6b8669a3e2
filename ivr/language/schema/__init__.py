"""JSON Schema for editors, from the table of kinds and the project's own names.

Shaped for yaml-language-server: one chain of ``if``/``then`` instead of ``oneOf`` over kinds, lists of types
where YAML makes numbers of what authors write, no ``null``, and nothing but known fields beside patterns.
Names that stand in the same file or in the words (steps, prompts) are offered but not insisted on, for they
are made while one types; names that stand elsewhere (operations, queues, flows) are.
"""
