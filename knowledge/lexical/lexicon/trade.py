# ruff: noqa: E501 (a line is a concept)
"""Words of workshops, stores and shipping that mean the same, French and English, a line each (see `lexicon`)."""

LINES = """
usine plant factory manufacture atelier shop workshop floor_shop plancher shop_floor
machine machines equipement equipment machinerie
production produce fabrication manufacturing fabriquer prod ordre_de_fabrication work_order production_order
maintenance entretien preventive_maintenance mecano mechanic mecanicien millwright
article item material piece part parts pieces component composant materiel
numero number num no_de numero_de_piece part_number numeros
matiere raw_material metal steel acier
aluminium aluminum alu
nomenclature bill_of_material bill_of_materials bom components_list liste_de_pieces
assemblage assembly assembler assemble
plan drawing dessin blueprint plans drawings
ingenierie engineering ingenieur engineer
qualite quality
non_conforme nonconforming non_conformance defaut defect reject_part rebut scrap hors_tolerance out_of_spec non_conformite defaut_piece derogation concession deviation
certificat certificate cert certification attestation mill_test
calibration calibrate etalonnage etalonner calibre
mesure measure measuring measurement mesurer micrometre micrometer caliper calipers pied_a_coulisse vernier gauge jauge
inventaire inventory stock_count decompte count compter counting denombrement comptage
stock stocks en_stock in_stock disponible available availability disponibilite quantite quantity qty qte
magasin store stores warehouse entrepot storeroom crib
tablette shelf etagere bin emplacement location rack rangee aisle allee racking
boite box boites boxes carton cardboard caisse
emballage packaging pack emballer packing wrap wrapping
pellicule film_plastique stretch_wrap shrink_wrap plastic_wrap etirable saran
palette pallet skid skids palettes pallets
expedition shipping ship expedier shipped shipment envoi_de_marchandise sortie_de_marchandises goods_issue shipments
marchandise goods merchandise freight cargo fret
reception_marchandise goods_receipt receiving receptionner book_in
bordereau packing_slip delivery_note bon_de_livraison
quai dock loading_dock quai_de_chargement
transporteur carrier courier trucker messagerie camionneur
douane customs customs_broker courtier broker dedouanement duty hs_code clearance
colis parcel package paquet
suivi tracking track suivre
outil tool tools outils outillage tooling
perceuse drill drills visseuse driver_tool impact
tournevis screwdriver
marteau hammer
cle_outil wrench spanner
scie saw bandsaw scie_a_ruban
lame blade lames blades
couteau knife cutter exacto box_cutter utility_knife retractable
tour lathe tourneur
fraise end_mill endmill milling fraiseuse mill cutting_tool fraises ball_nose
plaquette insert inserts carbide carbure plaquettes tips
foret drill_bit meche bit
meuler grind grinding meule grinder meuleuse
souder weld welding soudure soudeur welder
peinture paint painting peinturer spray_paint peindre
presse_machine press hydraulic_press
plieuse press_brake brake_press
pont_roulant overhead_crane crane grue
chariot_elevateur forklift lift_truck chariot fork_lift cariste
huile oil lubricant lubrifiant graisse grease greasing
liquide_de_coupe coolant cutting_oil cutting_fluid refroidissement liquide_de_refroidissement
hydraulique hydraulic
fuite leak leaking coule spill deversement leaks spilled renverse spilling
absorbant absorbent spill_kit
chiffon rag rags guenille chiffons wipes shop_towel linge_a_essuyer towel towels
gant glove gloves gants mitaine
nitrile latex disposable jetable jetables
anticoupure cut_resistant cut_proof kevlar coupure
lunette glasses goggles lunettes eyewear safety_glasses
bouchon plug plugs earplug earplugs bouchons coquille ear_muffs earmuffs hearing_protection
botte boot boots shoe shoes bottes chaussure souliers chaussures steel_toe cap_d_acier soulier
casque_de_securite hard_hat helmet hardhat
respirateur respirator respiratoire breathing_mask cartouche_respiratoire
vetement clothes clothing uniform uniforme chemise shirt pantalon pants linge vetements coverall salopette sarrau lab_coat chandail jacket manteau coat
pile battery batteries piles batterie aa_battery
recharger charge_battery charger_de_batterie
cadenas padlock lockout cadenassage tagout loto
panneau_electrique electrical_panel breaker electricite electrical electric electrique switch
echelle ladder
vis screw boulon bolt bolts screws vis_boulon fastener
ecrou nut
rondelle washer
roulement bearing bearings
joint gasket oring seal
tuyau pipe hose
pompe pump
moteur motor engine
courroie belt
capteur sensor
soupape valve
lot batch
operation operations op
heures_travaillees labour_hours booked_time punch confirm_hours
poste_de_travail_usine work_centre work_center
rembarde railing guardrail garde_corps
poubelle garbage trash waste dechet dechets recyclage recycling disposal bin_garbage
""".strip().splitlines()
