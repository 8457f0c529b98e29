# ruff: noqa: E501 (a line is a concept)
"""Words of offices, money and computers that mean the same, French and English, a line each (see `lexicon`)."""

LINES = """
compagnie company entreprise business firm societe boite_entreprise
employe employee employes staff personnel travailleur worker
collegue colleague coworker
patron boss manager gestionnaire superviseur supervisor directeur director foreman contremaitre chef lead
equipe team
departement department service secteur
bureau office bureaux desk
travail work job emploi ouvrage employment boulot
travailler working taff
teletravail remote work_from_home working_from_home a_distance distance de_la_maison de_chez_nous remotely
horaire schedule shift quart planning
rendez_vous appointment meeting reunion rencontre rdv meet
calendrier calendar agenda
reserver book reservation booking reserve
rappel reminder
alarme alarm
minuterie timer
liste list listing
rapport report reporting rapports
formulaire form formulaires
document papier_document documents paper_document dossier file fichier files
copie copy photocopie
signature sign signer signe sign_off
approuver approve approval approbation autoriser autorisation authorize authorization valider validation liberer release ok_de released authorisation authorise lancement
refuser refuse reject denied decline refus rejected refused declined refuse_acces
bloquer block blocked bloque stuck pogne pris debloquer unblock unlock locked verrouille deverrouiller barre lock locked_out
signaler report_a signal notify aviser declarer declare declaration
plainte complaint complain plaindre reclamation claim reclamer contester dispute disputed conteste litige
contrat contract agreement entente
client customer clients clientele customers
fournisseur supplier vendor vendeur fournisseurs vendors suppliers sous_traitant subcontractor distributeur distributor
vendeur_sollicitation salesperson salesman sales_rep solicitor representant demarcheur
bon_de_commande purchase_order po bc commande order orders commander ordering
demande_achat purchase_requisition requisition da pr demande_d_achat
soumission quote quotation devis estimation estimate demande_de_prix
facture invoice bill facturer billing facturation invoices invoicing charger charged billed
releve statement account_statement etat_de_compte releve_de_compte statement_of_account
compte account comptes accounts
solde balance restant remaining
credit credits
debit debits
depot deposit direct_deposit
virement transfer wire wire_transfer eft transferer transfers
cheque check_paper cheques cheque_payment
carte card cartes cards
carte_de_credit credit_card visa_card mastercard
banque bank bancaire banking coordonnees_bancaires bank_details institution
guichet_automatique atm cash_machine
nip pin pin_code code_secret
taux rate_of exchange_rate taux_de_change interest interet
devise currency currencies devises
taxe tax taxes impot impots income_tax
budget budgets spending spend spent depenses depense expenses expense expenditure
note_de_frais expense_claim expense_report compte_de_depenses kilometrage mileage
comptable accountant accounting comptabilite compta bookkeeping
centre_de_couts cost_centre cost_center
paie pay_slip salaire salary wage paycheck payroll talon_de_paie pay_stub talon
augmentation raise pay_increase
prime bonus
heures_supplementaires overtime temps_et_demi time_and_a_half temps_supplementaire
vacances vacation holiday holidays conge time_off day_off pto leave absence conges absent
conge_maladie sick_leave sick_day maladie_conge
conge_parental parental_leave maternity maternite paternity paternite maternity_leave
jour_ferie public_holiday statutory_holiday
assurance insurance coverage couvert covered insured assurances
dentiste dental dentaire dentist
retraite retirement pension rrsp reer
demission resign resignation quit
congediement dismissal layoff fired mise_a_pied licenciement
embauche hire hiring recruit embaucher recrutement recruitment
candidature application apply_for_a_job postuler cv resume_cv job_application candidate candidat
entrevue interview
reference references job_reference
formation training_course cours course
harcelement harassment harass bullying intimidation harceler inappropriate_comments inapproprie
violence violent threat menace
confidentiel confidential private prive privacy confidentialite
psychologue counselling counselor therapist depression anxiete anxiety stress burnout detresse crying pleure epuisement
accident injury blessure blesse injured hurt_myself cut_myself coupe_blessure
securite safety secure security safe securitaire
passer_proche near_miss quasi_accident
premiers_soins first_aid
pansement bandage bandaid band_aid diachylon plaster
evacuation fire_drill
inspecteur inspector inspection
avocat lawyer attorney juridique law_firm notaire
tribunal court huissier bailiff subpoena saisie garnishment
journaliste journalist reporter media medias presse press newspaper journal
don donation commandite sponsorship sponsor donate
visite visit tour_guide visiteur visitor guest
chauffeur driver conducteur
reception front_desk receptionist accueil receptionniste lobby
courriel email mail e_mail mel courriels
courrier post letter lettre registered_letter mailbox
message text_message texto sms
hameconnage phishing suspicious suspect louche fraude fraud scam arnaque fraudulent spam pourriel
virus_informatique malware ransomware hacked pirate piratage
lien link cliquer click clicked
mot_de_passe password passwords passcode passphrase mdp
identifiant username login user_id log_in connexion sign_in log_on connecter connect connected
compte_utilisateur user_account
ordinateur computer laptop portable pc ordi poste_de_travail workstation desktop
ecran screen monitor moniteur display_screen
clavier keyboard
souris mouse
casque headset ecouteurs headphones earphones
micro microphone mic muted mute
camera webcam
haut_parleur speaker son_audio sound audio hear entendre entend
telephone_cellulaire cell_phone mobile cellulaire cell smartphone
imprimante printer copieur copier photocopieur imprimer print printing impression
numeriser scan scanner numerisation
bourrage jam paper_jam jammed bourre
encre ink toner cartouche cartridge
reseau network internet wifi wi_fi
vpn remote_access acces_a_distance
serveur server lecteur_partage shared_drive shared_folder
acces access acceder
logiciel software application_logicielle app program programme
licence license
installer install installation setup
systeme system systems
transaction transactions
donnees data
sauvegarder save sauvegarde backup
telecharger download upload
panne outage down plante crash crashed out_of_order en_panne hors_service
billet_ti ticket helpdesk help_desk
site_web website web_site web page_web online en_ligne
video_conference video_call visioconference teams zoom visio conference_call
salle_de_reunion conference_room meeting_room salle_de_conference boardroom
carte_d_acces access_card badge puce_acces key_card keycard pass
cle key cles keys
porte door
stationnement_permis parking_spot parking_pass
batiment building edifice immeuble
etage floor
chauffage heating furnace calorifere
climatisation air_conditioning clim ac_unit cooling
toilette washroom bathroom restroom toilettes
ascenseur elevator lift
menage janitor concierge housekeeping
fourniture supply supplies fournitures stationery papeterie
papier paper feuille sheet feuilles sheets
stylo pen pens stylos crayon pencil marker crayons feutre
enveloppe envelope envelopes
cahier notebook
cartable binder
agrafe staple stapler agrafeuse staples
trombone paper_clip paperclip
ciseaux scissors
ruban tape adhesif adhesive scotch duct_tape ruban_adhesif
colle glue
etiquette label sticker autocollant etiquettes labels stickers
tableau board whiteboard
chaise chair
projet project
client_potentiel prospect lead_client new_customer
marketing advertising publicite
politique policy policies reglement rule rules
norme standard iso
audit auditor auditeur
organigramme org_chart
fete party celebration
syndicat union delegue
""".strip().splitlines()
