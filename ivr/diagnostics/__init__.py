"""Authors' mistakes as data: where, what, and the sentences that say so in every language.

A rule calls ``problem("F001.unknown_place", span, name=..., step=...)`` and knows no sentence. Sentences
lie in ``sentences/``: ``<CODE>.yaml`` lists a code's variants, their severity and facts, and
``<language>/<CODE>.yaml`` holds its page and its sentences. Adding a code is adding these three files; codes
are for ever.
"""
