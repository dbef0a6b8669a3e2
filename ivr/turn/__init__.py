"""One webhook turn: nothing is done before it is stored, and every delivery gets the same bytes.

Two commits. INTEND stores what happened, the call, the running turn and the obligation for what the move
asks of the office. ANSWER stores the outcome, the call and the document. A move that asks for nothing needs
only the second; words that cover a wait are answered with the obligation in one commit, and the next turn
collects the outcome. Whoever finds a running turn or an open obligation of a dead process takes it over
under the same key.
"""
