"""Measures what tells French from English in the sentence vectors, once: `python -m tools.senses`.

Pairs of sentences that say the same; the mean of their differences is the direction that engines take off.
"""

from pathlib import Path

import numpy as np

from bot.engines.e5 import E5

TARGET = Path(__file__).parents[1] / "bot" / "engines" / "e5" / "language.f32"

PAIRS = """
Où est le bureau de poste ? | Where is the post office?
Le chien dort devant la porte. | The dog sleeps in front of the door.
Elle a acheté trois livres hier. | She bought three books yesterday.
Comment fait-on pour s'inscrire ? | How does one sign up?
Il pleut depuis ce matin. | It has been raining since this morning.
Nous partons demain à huit heures. | We leave tomorrow at eight.
Je cherche la gare centrale. | I am looking for the central station.
Merci de fermer la fenêtre. | Please close the window.
Quel est le prix de cette lampe ? | What is the price of this lamp?
Mon frère travaille dans un hôpital. | My brother works in a hospital.
Le train est encore en retard. | The train is late again.
Peux-tu m'aider à porter cette table ? | Can you help me carry this table?
Les enfants jouent dans le jardin. | The children play in the garden.
Qui a mangé le dernier gâteau ? | Who ate the last cake?
La réunion est reportée à jeudi. | The meeting is postponed to Thursday.
Son téléphone ne sonne plus. | His phone no longer rings.
On a perdu les clés de la voiture. | We lost the keys of the car.
Cette rue est fermée aux camions. | This street is closed to trucks.
Il faut signer au bas de la page. | You have to sign at the bottom of the page.
Je voudrais un café sans sucre. | I would like a coffee without sugar.
Le médecin reçoit sur rendez-vous. | The doctor sees patients by appointment.
Pourquoi la lumière est-elle éteinte ? | Why is the light off?
Elle parle trois langues. | She speaks three languages.
Le colis est arrivé abîmé. | The parcel arrived damaged.
Combien de temps dure le film ? | How long is the film?
Ils ont déménagé à la campagne. | They moved to the countryside.
L'ascenseur est en panne. | The lift is out of order.
Envoie-moi une photo du document. | Send me a picture of the document.
Ma sœur a oublié son parapluie. | My sister forgot her umbrella.
Il n'y a plus de pain. | There is no bread left.
"""


def main() -> None:
    model = E5()
    pairs = [line.split(" | ") for line in PAIRS.strip().splitlines()]
    apart = np.mean([model.meaning(french) - model.meaning(english) for french, english in pairs], axis=0)
    TARGET.write_bytes((apart / np.linalg.norm(apart)).astype(np.float32).tobytes())
    print(TARGET)


if __name__ == "__main__":
    main()
