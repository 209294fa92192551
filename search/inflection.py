"""Where the Polish dictionary takes a form for another word, a form of the same word that it gets right.

"działanie" is read as the verb "działać", "działania" as the noun; "parkowi" as the adjective "parkowy", "parkiem" as
the park. Looking up the sister form keeps the forms of a word together without touching any other word.
"""

from collections.abc import Callable

_IRREGULAR = {
    # towns
    "przemyśl": "przemyślu",
    "poznań": "poznaniu",
    "zakopane": "zakopanem",
    "szczecinek": "szczecinku",
    "goleniów": "goleniowie",
    "wałcz": "wałczu",
    "pisz": "piszu",
    "słupca": "słupcy",
    "czarnków": "czarnkowie",
    "ostrów": "ostrowie",
    "ozorków": "ozorkowie",
    "grodków": "grodkowie",
    "głogówek": "głogówku",
    "opatówek": "opatówku",
    "chociwel": "chociwlu",
    "rabce": "rabka",
    "wąsoszu": "wąsosz",
    "żarowie": "żarów",
    "gniewkowie": "gniewkowo",
    "janikowie": "janikowo",
    "jabłonowie": "jabłonowo",
    "michałowie": "michałowo",
    "żukowie": "żukowo",
    "władysławowie": "władysławowo",
    "miłakowie": "miłakowo",
    "witkowie": "witkowo",
    "bojanowie": "bojanowo",
    "tychowie": "tychowo",
    # words of city life
    "ścieżek": "ścieżka",
    "kolej": "koleje",
    "kolei": "koleje",
    "moście": "mostu",
    "powiecie": "powiatu",
    "przejść": "przejścia",
    "przychodniach": "przychodnia",
    "podwórek": "podwórka",
    "rynki": "rynku",
    "teatrów": "teatru",
    "teatrach": "teatru",
    "taniej": "tania",
    "kotły": "kotła",
    "kotłów": "kotła",
    "fotowoltaice": "fotowoltaika",
}


def sister_form(word: str, is_known: Callable[[str], bool]) -> str:
    """A form of the same lowercased Polish word that the dictionary gets right; mostly the word itself."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, other in (("ań", "ania"), ("eń", "enia"), ("owi", "em"), ("owi", "iem")):
        if len(word) > len(ending) + 2 and word.endswith(ending) and is_known(word.removesuffix(ending) + other):
            return word.removesuffix(ending) + other
    return f"{word[:-1]}a" if len(word) > 5 and word.endswith(("anie", "enie")) else word
