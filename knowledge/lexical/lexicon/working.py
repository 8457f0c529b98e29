# ruff: noqa: E501 (a line is a concept)
"""Words of a working day that mean the same, French and English, a line each (see `lexicon`): moods, slips, places."""

LINES = """
entrer enter entering entered saisir saisi saisie key_in keyed keying typed typing taper tape_au_clavier input inscrire inscrit log logged logging enregistrer enregistre record recorded recording
accepter accept accepted agree agreed dire_oui said_yes go_ahead feu_vert green_light acceptation
devoir_de_l_argent owe owes owed owing impaye impayes unpaid outstanding past_due nous_doit creances receivable receivables
joint joints torique toriques oring orings o_ring o_rings
bavure bavures burr burrs ebavurer deburr egratignure scratch scratches scratched raye rayure fissure crack cracked fendu fendue bulle bubble bubbles porosite
contenant contenants container containers bac bacs bin bins tub tote caisson
etau vise clamp serre
presque almost nearly failli faillit close_call passe_proche near_hit
tomber fall fell falling chute tripped slipped glisser
dangereux unsafe risque_de_blessure guard
crier crie shout shouts shouting yell yells yelling hurler gueuler humilier humiliate humiliation moquer moque niaiser niaise tease teasing mock mocking insulter insulte insult insults rabaisser
raciste racist racism racisme sexiste sexist sexism discriminatory discrimination deplace remarks remarques comments commentaires touching attouchement
dormir dors sleep sleeping insomnie insomnia
deprime deprimee depressed moral mental mentally mentale mentalement bout epuise_moralement overwhelmed anxious anxieux suicidaire suicidal grief deuil dependance addiction
imiter pretend pretending pretends impersonate impersonating fait_passer faux fausse fake bogus gift_card gift_cards carte_cadeau cartes_cadeaux legit legitime legitimate
tourniquet turnstile barriere gate entree entrance entry door_reader lecteur_de_carte
messager purolator fedex ups dhl canpar canada_post postes_canada poste_canada livreur
europe european europeen europeenne europeens france francais_de_france allemagne germany german allemand italie italy italian espagne spain spanish portugal belgique belgium suisse switzerland autriche austria pays_bas netherlands holland pologne poland suede sweden norvege norway danemark denmark finlande finland irlande ireland angleterre england uk royaume_uni united_kingdom londres london paris lyon berlin munich madrid barcelone milan rome bruxelles geneve zurich vienne amsterdam
amerique america american americain americaine americains usa etats_unis united_states us states ontario toronto ottawa alberta calgary manitoba winnipeg vancouver nouveau_brunswick new_brunswick halifax michigan detroit ohio texas california californie new_york boston chicago vermont maine illinois seattle mexico mexique
doublon double twice deux_fois duplicate duplicated en_double again
difference_de_prix price_difference ecart ecarts variance mismatch discrepancy match_price
rebuts rejet rejets rejects bonnes_pieces good_parts run_time temps_machine
casse_croute snack distributrice vending vending_machine
gobelet cup cups verre_a_cafe tasse mug
frigo fridge refrigerateur refrigerator micro_ondes microwave
evier sink robinet tap faucet toilettes_bouchees clogged bouche_par toilet
plafond ceiling toit roof
fenetre window fenetres windows
etouffant stuffy heat_wave canicule degrees degres
gratuitement free_of_charge
rallonge extension_cord extension_cable chargeur charger adaptateur adapter dock docking_station cable cables usb hdmi
flou blurry flicker flickering clignote
lent_ordinateur slow_computer freeze freezes frozen fige gele_ecran hang hangs
expire expired expire_bientot expiration expires
double_authentification two_factor two_step mfa authenticator authentification authentication code_de_verification
dossier_partage shared_files fichiers_partages drive onedrive sharepoint
signature_courriel email_signature
liste_de_distribution mailing_list distribution_list
tablette_electronique ipad tablet
projecteur projector televiseur tv television
son_absent no_sound
essuyer wipe wiping sponge eponge mop vadrouille balai broom
renverser spill_over degat mess degats flaque puddle
bruler burn burned burnt brule brulure
entorse sprain fracture fractured broken_arm tour_de_rein strain foulure
evanoui fainted unconscious malaise
coupe_coupure cut cuts coupe
serrer tighten
poussiere dust dusty
vapeur vapeurs fumes fumee
poncage sanding sander sabler sabre
soudage welding_rod baguette
meulage grinding_dust
affuter sharpen dull emousse
taraud tap_tool taraudage threading filetage
tolerance tolerances specs specification specifications
croche crooked tordu bent plie
rouille rust rusty corrosion corroded
peser weigh scale balance_pesee
attacher strap straps strapping feuillard sangle tie
fermer_boite seal sealing sceller refermer
proteger_colis padding mousse foam papier_bulle bubble_wrap
conteneur shipping_container remorque trailer semi
peage toll
incoterm incoterms
declaration_douane commercial_invoice facture_commerciale
date_promise promised promised_date promesse passee_date passee past
precommande backorder back_ordered backordered rupture
echantillon sample samples prototype
jeter throw_away discard vidanges poubelles
urgence_familiale family_emergency joindre reach
garde_d_enfants babysitter
naissance birth newborn nouveau_ne naitre
demenager move moved moving demenagement change_of_address
ecole_visite field_trip tour_of_the_plant
benevole volunteer charity charite organisme
encan auction collecte fundraiser levee_de_fonds
sondage survey
don_de_sang blood_drive
tirage raffle
""".strip().splitlines()
