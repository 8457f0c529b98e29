# ruff: noqa: E501 (a line is a concept)
"""Words of everyday life that mean the same, French and English, a line each (see `lexicon`)."""

LINES = """
qui who whom
ou where
quand when
comment how
pourquoi why
combien how_much how_many
quel which
peux pouvoir can could may able possible
dois devoir must faut should have_to need_to necessary necessaire oblige obligatoire required mandatory
besoin need needed requis
vouloir veux want voudrais would_like aimerais wish souhaite souhaiterais
chercher cherche look_for looking_for search recherche
trouver trouve find found locate retrouver
donner donne give given donnez
prendre prend take taken prends pogner
obtenir avoir_droit get obtain procurer
montrer show display afficher affiche voir see view consulter consulte look_at check_out regarder
verifier verifie check verify verification controler confirm confirmer
savoir know connaitre apprendre learn
demander demande ask request requete
repondre reponse answer reply respond
parler parle talk speak discuter
dire dit say tell told said
appeler appel call phone telephone telephoner appelle caller calling rappeler
ecrire write ecrit written
lire read
envoyer envoie send sent envoi transmettre forward transferer_un_courriel
recevoir recu receive received reception
apporter bring amener
mettre put place poser
enlever remove retirer oter take_off supprimer delete effacer erase
ajouter add rajouter ajoute addition
changer change changement modifier modification modify edit update mettre_a_jour correct corriger correction fix adjust
remplacer replace remplacement replacement rechange spare
creer create make new_one creation set_up cree
ouvrir open ouvert ouverture opening
fermer close closed ferme fermeture
commencer start begin debut debuter beginning demarrer
finir finish end fini termine terminer done completed over
continuer continue
arreter stop stopper cesser
attendre wait waiting attente attend hold on_hold
annuler cancel annulation annule void reverse reverser cancelled cancellation undo
choisir choose choice choix pick select
utiliser use utilise usage utilisation using se_servir
fonctionner work marche fonctionne working works functioning
casser broken break brise bris casse brisee brisees damaged endommage abime defectueux defective
reparer repair reparation repare fix_it
perdre lost lose perdu perdue misplaced
voler stolen theft vole vol_qualifie
oublier forget forgot oublie forgotten
laisser leave left
acheter buy purchase achat acheteur buyer buying bought achats
vendre sell vente ventes sales sold vendu
payer pay paye paiement payment paid versement verser remboursement_de_dette
rembourser refund reimburse remboursement reimbursement refunded money_back
prix price pricing cost cout tarif tarifs rate fee frais fees charge charges couter
argent money cash comptant liquide dollars piastres fonds funds
gratuit free gratuite sans_frais
cher expensive
rabais discount promotion promo escompte solde_de_fin coupon
essai trial essayer try
garantie warranty guarantee garanties
retour return returned retourner returns renvoyer
echange exchange echanger swap
livraison delivery deliver livrer delivered livre deliveries
arriver arrive arrival arrivee arrived arrived_today landed come_in
partir leave_for depart departure depart_vol
aller go going
venir come
voyage travel trip voyager traveling deplacement travelling
vol_avion flight airline avion plane vols flights
hotel hebergement accommodation
passeport passport
visa visas
bagage luggage baggage bagages suitcase
voiture auto car char vehicule vehicle automobile
camion truck
autobus bus transit transport_en_commun
train trains
essence gas gasoline fuel carburant
stationnement parking park garer
route road directions itineraire traffic circulation
maison home house domicile appartement apartment
chambre bedroom room salle piece_de_la_maison
lit bed matelas mattress
oreiller pillow coussin
taille size dimension dimensions grandeur sizes
couleur color colour
poids weight weighs pese
hauteur height
epaisseur thickness thick epais
confortable comfort comfortable confort
mou soft souple
ferme_dur firm hard dur
nouveau new neuf nouvelle neuve
vieux old ancien ancienne
bon good bien correct ok
mauvais bad wrong pas_bon incorrect mauvaise erreur error mistake erreurs errone trompe
grand big large gros grosse tall huge
petit small little
plein full pleine
vide empty vides out_of ran_out run_out epuise plus_de reste_plus rupture_de_stock
manquer missing manque short lack absent_de
premier first
dernier last
prochain next suivant
tot early
retard late delay delayed retarder overdue en_retard behind
vite fast quick quickly rapide rapidement urgent urgence emergency asap urgente
lent slow lente slowly lenteur
jour day journee days
semaine week hebdomadaire weekly
mois month mensuel monthly
annee year an annuel yearly annual ans
heure hour hours heures
minute minutes
aujourdhui today
demain tomorrow
hier yesterday
matin morning
soir evening tonight nuit night
fin_de_semaine weekend week_end
lundi monday
mardi tuesday
mercredi wednesday
jeudi thursday
vendredi friday
samedi saturday
dimanche sunday
janvier january
fevrier february
mars_mois march
avril april
mai_mois may_month
juin june
juillet july
aout august
septembre september
octobre october
novembre november
decembre december
ete summer
hiver winter
date dates
temps time duree duration how_long combien_de_temps
personne person people gens individu personnes quelqu_un someone somebody monde_gens
homme man monsieur gentleman gars guy mr sir
femme woman madame lady dame mrs ms
enfant child kid children enfants kids fils fille son_child daughter bebe baby garcon
parent parents mere mother pere father maman papa
famille family familial relative proche
conjoint spouse wife husband partner epouse mari blonde chum femme_de
frere brother soeur sister
grand_parent grandparent grandparents aine aines elderly senior seniors personnes_agees older_people
ami friend amis copain
voisin neighbour neighbor voisins
ecole school classe class college universite university garderie daycare cpe
professeur teacher prof enseignant
eleve student etudiant students
sante health healthcare
maladie disease illness sick malade ill sickness
medecin doctor docteur physician clinique clinic
hopital hospital urgences
infirmiere nurse
medicament medicine medication drug prescription ordonnance medicaments pills
vaccin vaccine vaccination
virus coronavirus
infection infected infecte
symptome symptom symptoms
fievre fever temperature_elevee
toux cough
gorge throat
tete head mal_de_tete headache
douleur pain hurt mal aches
fatigue tired fatigue_extreme
grippe flu rhume cold_flu
test testing depistage tested tester screening
isolement isolation isolate quarantaine quarantine confinement self_isolation isoler lockdown
contagion contagious contagieux transmission transmit spread propager propagation transmis contaminer contamination contract catch_it attraper
risque risk danger dangereux dangerous risque_eleve risky hazard
proteger protect protection protective
masque mask masks face_covering couvre_visage
laver wash clean nettoyer nettoyage cleaning lavage propre cleanse disinfect desinfecter
main hand mains hands
visage face
oeil eye yeux eyes
oreille ear ears oreilles
nez nose
bouche mouth
pied foot feet pieds
dos back_pain
doigt finger pouce thumb
coeur heart
poumon lung lungs respiration breathe breathing respirer souffle
sang blood saigne bleeding saigner
enceinte pregnant pregnancy grossesse expecting accoucher accouche due_date_baby
mort death die dead deces mourir died
vivre live living vie life
animal pet animals animaux dog chien chat_animal cat
manger eat food nourriture repas meal lunch diner aliments bouffe cafeteria menu
boire drink
eau water
cafe coffee keurig cafetiere
restaurant restaurants resto
epicerie grocery groceries magasinage shopping
recette recipe cook cuisiner cuisine kitchen cooking
alcool alcohol
fumer smoke smoking cigarette
sport exercise gym training exercice entrainement
jouer play jeu game
musique music song chanson
film movie
nouvelle_info news actualites
meteo weather
langue language langage
traduire translate translation traduction
mot word
nom name named
adresse address
ville city
pays country pays_etranger abroad foreign etranger overseas international
frontiere border borders
gouvernement government
loi law legal legislation
droit right_to entitled allowed permis permitted authorized eligible eligibilite
police police_officer
aide help assist aider assistance support soutien
probleme problem issue trouble souci
raison reason
question questions
exemple example
information info details renseignement renseignements information_on
conseil advice tip recommend recommander recommandation
different difference
meme same
autre other another
seul alone
tous all every tout everything
ensemble together
dehors outside exterieur
dedans inside interieur
ici here
loin far
pres near close_to proche_de
haut top up
bas bottom down
gauche left_side
droite right_side
chaud hot heat chaleur
froid cold gele freezing
feu fire incendie
lumiere light eclairage lamp
bruit noise noisy bruyant
odeur smell sent_mauvais stink
""".strip().splitlines()
