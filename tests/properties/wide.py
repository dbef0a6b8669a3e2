"""A project with every kind of step and every field that changes how a call goes."""

from __future__ import annotations

_FLOWS = {
    "hotline": 'hotline: "10086"\nstart: front\nlanguages: [zh-CN, en]\n'
    "everywhere: {star: back, 9: repeat, 8: start_over, 0: {go: person, said: first_menu}}\n"
    "patience: {no_input: [one], no_match: [two, one], at_most: 3, after_that: person}\n"
    'queues: {agents: {hours: office, call_back_after: 15s}, desk: {dial: "+8610086"}}\n',
    "calendar": 'hours: {office: {mon-fri: "08:00-22:00", holidays: closed}}\n',
    "switches": "switches: {storm: {means: x, longest: 1h}}\nnotices: {opening: {longest: 15s}}\n",
    "operations": "types: {item: {name: text, price: money}}\noperations:\n"
    "  look: {effect: read, gives: {ok: {items: list of item, until: date}, none: {}, not_ours: {}}}\n"
    "  secretly: {effect: read, needs: proof, gives: {ok: {items: list of item, until: date}, not_ours: {}}}\n"
    "  check: {effect: read, takes: {password: secret digits}, gives: {ok: {}, refused: {}, not_ours: {}}, proves: {ok: subscriber}}\n"
    "  change: {effect: write, takes: {n: number}, gives: {ok: {ticket: digits}, refused: {}}}\n"
    "  wipe: {effect: destructive, takes: {items: list of item}, gives: {ok: {}, partly: {left: list of item}}}\n"
    "  lodge: {effect: write, about: call, owed: yes, takes: {kind: optional text, words: optional audio}, gives: {ok: {due: moment}}}\n",
    "front": "flow: front\noutcomes: {done: done, left: open}\nsteps:\n"
    "  hello: {say: hello, do: lodge, save: case, go: {ok: due, unsure: news, unavailable: news}}\n"
    "  due: {say: due, with: {due: case.due}, go: news}\n"
    "  news: {notice: opening, go: ask}\n"
    "  ask:\n    menu: ask\n    keys: {1: items, 2: {go: other_language, when: not switch.storm}, 3: desk, 4: tell, 5: others, 12: sure, hash: end left}\n"
    "    then: more\n"
    "  other_language: {decide: [{when: language == 'en', go: chinese}, {otherwise: english}]}\n"
    "  english: {language: en, go: ask}\n"
    "  chinese: {language: zh-CN, go: ask}\n"
    "  desk: {say: one, transfer: desk, while_waiting: two, go: {answered: talked, nobody: ask, failed: sure}}\n"
    "  talked: {hang_up: done}\n"
    "  more: {menu: more, keys: {1: ask, 2: end done}, no_input: [], after_that: end done}\n"
    "  sure: {confirm: sure, unanswered: sub, barge_in: no, go: {yes: sub, no: start_over}}\n"
    "  sub: {flow: items, save: got, go: {told: told, none: ask}}\n"
    "  told: {say: told, with: {word: got.word}, go: more}\n",
    "items": "flow: items\noutcomes: {told: {is: done, gives: {word: text}}, none: trouble}\nsteps:\n"
    "  look: {say: one, do: look, save: found, go: {ok: tell, none: end none, not_ours: end none, unavailable: end none}}\n"
    "  tell: {say: tell, with: {items: found.items, until: found.until}, text: tell, go: how}\n"
    "  how:\n    decide:\n    - {when: count(found.items) > 1, go: which}\n    - otherwise: few\n"
    "  few: {end: told, with: {word: '\"few\"'}}\n"
    "  which: {menu: which, list: found.items, each: item, save: picked, keys: {6: keep, star: few}, tries: 3, out_of_tries: few, go: wiping}\n"
    "  wiping: {flow: wiping, with: {items: picked}, go: {kept: which, others: end}}\n"
    "  keep: {confirm: keep, with: {n: count(found.items)}, go: {yes: change, no: few}}\n"
    "  change:\n    do: change\n    with: {n: count(found.items) + days_until(found.until)}\n    save: got\n"
    "    go: {ok: ticket, refused: keep, unsure: two, unavailable: two}\n"
    "  ticket: {say: ticket, with: {ticket: got.ticket}, go: few}\n"
    "  two: {say: two, go: few}\n",
    "wiping": "flow: wiping\ntakes: {items: list of item}\n"
    "outcomes: {kept: done, told: {is: done, gives: {word: text}}}\nsteps:\n"
    "  really: {confirm: really, with: {items: items}, go: {yes: wipe, no: end kept}}\n"
    "  wipe: {say: one, do: wipe, with: {items: items}, save: got, go: {ok: gone, partly: some, unsure: gone, unavailable: end kept}}\n"
    "  some: {say: two, with: {items: got.left}, go: gone}\n"
    "  gone: {end: told, with: {word: '\"gone\"'}}\n",
    "tell": "flow: tell\noutcomes: {done: done, nothing: trouble}\nsteps:\n"
    "  kind: {menu: kind, answers: {1: red, 2: {go: blue, when: not switch.storm}}, keys: {3: words}, save: kind, go: words}\n"
    "  words: {if_caller_hangs_up: lodge, record: words, longest: 60s, shortest: 2s, finish: star, save: words, tries: 2, out_of_tries: lodge, go: {recorded: right, silent: again}}\n"
    "  again: {menu: again, keys: {1: words, 2: end nothing, 3: person}, then: lodge}\n"
    "  right: {confirm: right, with: {words: words}, unanswered: lodge, go: {yes: lodge, no: words}}\n"
    "  lodge: {do: lodge, with: {kind: kind, words: words}, save: case, go: {ok: text, unsure: end nothing, unavailable: end nothing}}\n"
    "  text: {say: text, text: text, with: {due: case.due}, end: done}\n",
    "others": "flow: others\noutcomes: {done: done, refused: trouble}\nsteps:\n"
    "  mine: {decide: [{when: subscriber.proven, go: see}, {otherwise: which}]}\n"
    "  which: {collect: which, digits: 6-11, finish: hash, save: number, sensitive: personal, tries: 2, out_of_tries: end refused, go: prove_it}\n"
    "  prove_it: {subscriber: number, flow: prove, go: {proven: see, refused: end refused}}\n"
    "  see: {do: secretly, save: seen, go: {ok: show, not_ours: end refused, unavailable: end refused}}\n"
    "  show: {menu: show, with: {items: seen.items, number: subscriber.number}, keys: {1: which, 2: see, 3: end done}}\n",
    "prove": "flow: prove\noutcomes: {proven: done, refused: trouble}\nsteps:\n"
    "  known: {decide: [{when: subscriber.proven, go: end proven}, {otherwise: ask}]}\n"
    "  ask: {collect: password, digits: 6, save: password, sensitive: secret, tries: 3, out_of_tries: end refused, go: check}\n"
    "  check: {do: check, with: {password: password}, go: {ok: end proven, refused: wrong, not_ours: wrong, unavailable: end refused}}\n"
    "  wrong: {say: two, go: ask}\n",
    "person": "flow: person\noutcomes: {nobody: trouble, done: done}\nsteps:\n"
    "  open: {decide: [{when: open('agents'), go: try}, {otherwise: call_back}]}\n"
    "  try: {transfer: agents, with: {number: caller.number}, while_waiting: one, go: {answered: talked, nobody: call_back, failed: call_back, call_back: end done}}\n"
    "  call_back: {confirm: call_back, go: {yes: end done, no: end nobody}}\n"
    "  talked: {hang_up: done}\n",
}


def _prompts(language: str) -> dict[str, str]:
    word = {"zh-CN": "好", "en": "well"}[language]

    def offer(name: str, *choices: str, more: str = "") -> str:
        listed = ", ".join(f"{choice}: {word}{number}" for number, choice in enumerate(choices, start=1))
        return f"{name}: {{say: {word}{more}, choices: {{{listed}}}}}\n"

    both = f"yes: {{say: {word}, heard: [确定停止]}}, no: {{say: 不, heard: [保留业务]}}"
    texts = {
        "front": f"hello: {word}\ndue: '{{due:moment}}'\ntold: '{{word:text}}'\nsure: {word}\n"
        + offer("more", "ask", "done")
        + f"ask: {{say: {word}, again: {word}, choices: {{items: {{say: {word}1, heard: [余额]}}, other_language: {{in: en}}, "
        f"english: English, desk: {word}3, tell: {word}4, others: {word}5, sure: {word}6, left: {word}7}}}}\n",
        "items": f"tell: '{word}{{items:each item}}{{until:date}}'\nitem: '{word}{{name:text}}{{price:money}}'\nkeep: '{{n:count}}'\n"
        "ticket: '{ticket:digits}'\n" + offer("which", "keep", "few"),
        "wiping": f"really: {{say: '{{items:each item}}', tells: [ending], {both}}}\nitem: '{{name:text}}{{price:money}}'\n",
        "tell": offer("kind", "red", "blue", "words")
        + f"words: {{say: {word}, tells: [recording]}}\n"
        + offer("again", "words", "nothing", "person")
        + f"right: '{word}{{words:audio}}'\ntext: '{{due:moment}}'\n",
        "others": f"which: {word}\n"
        f"show: {{say: '{{items:each item}}{{number:phone}}', choices: {{which: {word}, see: {word}, done: {word}}}}}\n"
        "item: '{name:text}'\n",
        "prove": f"password: {word}\n",
        "person": f"call_back: {word}\n",
        "common": f"one: {word}\ntwo: {word}\n"
        f"everywhere: {{person: {{say: {word}, heard: [人工]}}, back: 返回, repeat: 重听, start_over: 重来}}\n",
    }
    if language == "en":
        texts["front"] = texts["front"].replace("other_language: {in: en}", "other_language: English")
    return {f"prompts/{language}/{name}.yaml": text for name, text in texts.items()}


WIDE = {f"flows/{name}.yaml": text for name, text in _FLOWS.items()} | _prompts("zh-CN") | _prompts("en")
