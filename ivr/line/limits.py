"""What the carrier limits, in numbers. Sections are those of ``reference/twiml.md``."""

from __future__ import annotations

DOCUMENT_BYTES = 64 * 1024
"""Largest body of a TwiML fetch (5.1; error 11750)."""
AUDIO_BYTES = 16 * 1024 * 1024
"""Largest audio file taken. Ours: the carrier names no limit; two hours at 8 kHz mu-law fit several times."""
ANSWER_S = 15.0
"""Hard ceiling on a call-control request, in seconds (2.6)."""
CONNECT_S = 5.0
"""Longest attempt to connect, in seconds (2.6, ``ct``)."""
HTTP_REDIRECTS = 10
"""HTTP redirects followed for one fetch (2.7; error 11215)."""
RETRIES = 1
"""Attempts after the first when connecting fails (2.6, ``rc``)."""
MAX_RETRIES = 5
"""Largest ``rc`` (2.6)."""
LOOP_CAP = 1000
"""Repetitions of a prompt with ``loop="0"`` (6.1, 6.2)."""
SPEECH_S = 60.0
"""Longest speech a Gather listens to, in seconds (6.3)."""
SAY_ENCODED = 4500
"""Longest text of a Say once URL-encoded (6.1; warning 13521)."""
SAY_BASIC, SAY_POLLY, SAY_GOOGLE = 4096, 3000, 5000
"""Longest text of a Say by kind of voice, in characters (6.1; warning 13521)."""
HINTS, HINT_LENGTH = 500, 100
"""Most hints of a Gather, and characters in one (6.3; warning 13330)."""
RECORD_SHORTEST_S, RECORD_LONGEST_S, RECORD_DEFAULT_S = 2, 14400, 3600
"""Range and default of Record's ``maxLength``, in seconds (6.5; warning 13612)."""
QUEUE_NAME = 64
"""Longest name of a queue (6.9)."""
QUEUE_SIZE = 1000
"""Default size of a queue (6.9)."""
DIAL_TIME_S = 14400
"""Default ``timeLimit`` of a Dial, in seconds (6.8)."""
DIAL_NUMBERS = 10
"""Most Numbers in one Dial (6.8)."""
TEXT_LENGTH = 1600
"""Longest text, in characters (8.1, 8.3)."""
TEXT_REPLIES = 10
"""Most replies to one text (8.2; warning 14109)."""
TEXT_DOCUMENTS = 50
"""Most documents for one text (8.2; warning 14106)."""

FETCH_CAP = 200
"""TwiML fetches after which the simulated caller gives up (13.1)."""
CLOCK_CAP_S = 3600.0
"""Seconds on the line after which the simulated caller gives up. Ours: the carrier's is 4 h (7.2)."""
STANDSTILL_CAP = 20
"""TwiML fetches in a row with no time passing and nothing done by the caller: a redirect loop (6.6, 13.1)."""

BEEP_S = 1.0
"""Length of Record's beep, in seconds (13.1)."""
TONE_S = 0.25
"""Length of one tone of ``Play digits``, in seconds. Ours; the pause ``w`` is 6.2's."""
TONE_PAUSE_S = 0.5
"""Length of ``w`` in ``Play digits``, in seconds (6.2)."""
UNKNOWN_AUDIO_S = 3.0
"""Taken length of audio that is not WAV, in seconds. Ours: its header is not read."""
KEY_GAP_S = 0.2
"""Seconds between two keys of one entry. Ours: brisk typing on a handset."""
AUTO_SPEECH_S = 1.0
"""Silence that ends speech with ``speechTimeout="auto"``, in seconds: "the first pause" (6.3)."""
TALK_S = 30.0
"""How long a connected conversation lasts before the other side hangs up, in seconds. Ours."""
MUSIC_S = 60.0
"""Length of one stretch of a queue's built-in music or silence, in seconds. Ours."""
