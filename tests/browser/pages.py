"""Every page of the site: who looks at it, its Polish address with the names of `Site.paths`, its status."""

from dataclasses import dataclass

from .site import ADVISOR, COORDINATOR, EDITOR, OPERATOR, REVIEWER, Site


@dataclass(frozen=True)
class Visit:
    """One page as one person sees it."""

    name: str
    path: str
    who: str = ""
    status: int = 200

    def address(self, site: Site) -> str:
        """The path on this site."""
        return self.path.format(**site.paths)


PUBLIC = [
    Visit("home", "/"),
    Visit("results", "/szukaj/?q=drzewa"),
    Visit("results narrowed", "/szukaj/?q=woda&evidence=monitored&evidence=before-after&sort=newest"),
    Visit("results of a sub-theme", "/szukaj/?theme=retencja-wody-deszczowej"),
    Visit("map of results", "/szukaj/?q=woda&view=map"),
    Visit("map of a voivodeship", "/szukaj/?view=map&voivodeship=30"),
    Visit("results, a later page", "/szukaj/?page=2"),
    Visit("values of a long facet", "/szukaj/wartosci/tag/?q=woda"),
    Visit("values of a long facet by name", "/szukaj/wartosci/city/?find=przem"),
    Visit("no results", "/szukaj/?q=kosmodrom&status=finished"),
    Visit("no results, with ways out", "/szukaj/?q=woda&city=lublin&population=300k%2B"),
    Visit("no such page of results", "/szukaj/?page=99", status=404),
    Visit("practice", "{first}"),
    Visit("practice in two languages", "{bilingual}"),
    Visit("archived practice", "{archived}"),
    Visit("withdrawn practice", "{withdrawn}", status=410),
    Visit("themes", "/tematy/"),
    Visit("theme", "/tematy/upaly-i-woda/"),
    Visit("sub-theme", "/tematy/retencja-wody-deszczowej/"),
    Visit("cities", "/miasta/"),
    Visit("member city", "/miasta/zmyslin/"),
    Visit("city of the register", "/miasta/lublin/"),
    Visit("sign in", "/konto/zaloguj/"),
    Visit("forgotten password", "/konto/haslo/"),
    Visit("forgotten password, sent", "/konto/haslo/wyslane/"),
    Visit("forgotten password, old link", "/konto/haslo/abc-def/"),
    Visit("forgotten password, changed", "/konto/haslo/zmienione/"),
    Visit("inactive account", "/konto/nieaktywne/"),
    Visit("no accounts without an invitation", "/konto/nowe/"),
    Visit("invitation", "/zaproszenie/{token}/"),
    Visit("old invitation", "/zaproszenie/stare/", status=404),
    Visit("not found", "/nie-ma/", status=404),
]

DESK = [
    Visit("city's desk", "/moje-miasto/", COORDINATOR),
    Visit("editor's desk", "/moje-miasto/zmyslin/", EDITOR),
    Visit("new practice", "/praktyki/nowa/", EDITOR),
    Visit("form, nearly empty", "/szkice/{draft}/", EDITOR),
    Visit("form, returned", "/szkice/{returned}/", COORDINATOR),
    Visit("form with a new row", "/szkice/{returned}/?add=links", COORDINATOR),
    Visit("form of a translation", "/szkice/{returned}/?lang=en", COORDINATOR),
    Visit("preview", "/szkice/{returned}/podglad/", COORDINATOR),
    Visit("submit", "/szkice/{returned}/wyslij/", COORDINATOR),
    Visit("submit, too early", "/szkice/{draft}/wyslij/", COORDINATOR),
    Visit("give up a draft", "/szkice/{draft}/porzuc/", COORDINATOR),
    Visit("state of a submission", "/szkice/{waiting}/stan/", EDITOR),
    Visit("next version", "/praktyki/{first_id}/edycja/", EDITOR),
    Visit("archive", "/praktyki/{first_id}/archiwum/", COORDINATOR),
    Visit("bring back", "/praktyki/{archived_id}/przywroc/", COORDINATOR),
    Visit("withdraw", "/praktyki/{first_id}/wycofaj/", COORDINATOR),
    Visit("queue", "/recenzje/", REVIEWER),
    Visit("queue, nothing mine", "/recenzje/?view=mine", REVIEWER),
    Visit("review of a first version", "/recenzje/{waiting}/", REVIEWER),
    Visit("review of a next version", "/recenzje/{following}/", REVIEWER),
    Visit("reviewer's account", "/moje-miasto/", REVIEWER),
    Visit("advisor's account", "/moje-miasto/", ADVISOR),
    Visit("operator's account", "/moje-miasto/", OPERATOR),
    Visit("refused", "/recenzje/", ADVISOR, 403),
    Visit("city seen by its advisor", "/miasta/nibygrod/", ADVISOR),
    Visit("state of the system", "/stan-systemu/", OPERATOR),
    Visit("drop a parked item", "/stan-systemu/porzuc/?id={parked}", OPERATOR),
    Visit("switch a generation on", "/stan-systemu/wlacz/?generation={ready}", OPERATOR),
    Visit("go back to a generation", "/stan-systemu/wroc/?generation={previous}", OPERATOR),
    Visit("sign out", "/konto/wyloguj/", EDITOR),
]

ALL = [*PUBLIC, *DESK]
