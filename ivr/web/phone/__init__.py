"""A phone in the browser: it rings the webhooks a carrier rings, by the simulated carrier's rules.

``calls`` keeps calls on the line and drives them a stretch at a time; ``acts`` reads what the browser says
the caller did; ``routes`` is the HTTP around both; the page and its script show and play. The rules of the
line (what may be pressed when, what cuts a prompt, when patience is over) are those of ``ivr.line`` alone:
the browser is told what is heard and until when it may act, and knows no TwiML.
"""
