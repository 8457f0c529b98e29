# ruff: noqa: E501 (a line is a topic)
"""A small company for the tests of matching: enough topics to be calibrated on, all of them short."""

from collections.abc import Iterable

from knowledge.models import (
    Bilingual,
    Department,
    DepartmentId,
    Email,
    GlossaryTerm,
    Person,
    RoutingTable,
    Topic,
    TopicId,
)

_HOUSE = DepartmentId("house")

# id: title fr | title en | codes | phrasings
_TOPICS = """
order-create: Créer un bon de commande | Create a purchase order | ME21N | faire un PO; passer une commande chez un fournisseur; make a new PO
order-change: Modifier un bon de commande | Change a purchase order | ME22N | changer la date d'une commande; corriger le prix sur mon PO; wrong quantity on my order
order-show: Consulter un bon de commande | Display a purchase order | ME23N | juste voir une commande; look at a PO without changing it
receipt: Réceptionner de la marchandise | Post a goods receipt | MIGO | le camion est arrivé au quai; book in a delivery
invoice: Saisir une facture | Enter an invoice | MIRO | entrer la facture du vendeur; vendor invoice with an order
stock: Trouver la tablette d'un article | Find an item's shelf | ZSTOCK | où est rangée la pièce; which shelf is it on
label: Imprimer des étiquettes | Print labels | ZETIQ | coller le numéro sur les sacs; print stickers for parts
late: Rapport des retards | Late orders report | ZRETARD | les commandes client en retard; what are we late on
gloves: Gants en nitrile | Nitrile gloves | B-12-3 | où sont les gants jetables; box of blue gloves
cut: Gants anticoupure | Cut-resistant gloves | B-12-5 | je me coupe les mains sur la tôle; gloves for sharp edges
boots: Bottes de sécurité | Safety boots | F-SST-05 | remboursement de mes bottes; steel toe shoes
return: Retour au fournisseur | Return goods to a supplier | 122 | renvoyer la marchandise au vendeur; send the wrong parts back
slip: Relevé 1 et T4 | T4 slips | T4 | mes papiers d'impôt; where is my tax slip
vacation: Demander des vacances | Request vacation |  | je veux congé vendredi; book time off
pay: Erreur sur ma paie | Mistake on my pay |  | il manque des heures sur mon dépôt; my pay is short
password: Mot de passe oublié | Forgotten password |  | je ne peux plus ouvrir mon ordinateur; reset my password
printer: Imprimante en panne | Printer not working |  | l'imprimante bourre; the printer is jammed
parking: Stationnement | Parking |  | où garer mon auto; where do I park my car
heating: Chauffage et climatisation | Heating and cooling |  | il fait froid dans le bureau; it is too hot in here
coffee: Café et filtres | Coffee and filters |  | la machine à café est vide; no more coffee
"""


def company(lines: Iterable[str] = _TOPICS.strip().splitlines()) -> RoutingTable:
    topics = [_topic(line) for line in lines]
    paul = Person(email=Email("paul@house.example"), name="Paul Roy")
    return RoutingTable(
        people={paul.email: paul},
        departments={_HOUSE: Department(id=_HOUSE, name=Bilingual(fr="Maison", en="House"), triage=True)},
        topics={topic.id: topic for topic in topics},
        glossary=(GlossaryTerm(term="pogné", means="bloqué"), GlossaryTerm(term="zimbo", means="stationnement")),
    )


def _topic(line: str) -> Topic:
    name, rest = line.split(": ", 1)
    fr, en, codes, phrasings = (cell.strip() for cell in f"{rest} ".split(" | ", 3))
    return Topic(
        id=TopicId(name),
        department=_HOUSE,
        title=Bilingual(fr=fr, en=en),
        codes=tuple(codes.split()),
        phrasings_fr=tuple(phrasing.strip() for phrasing in phrasings.split(";")),
    )
