"""How people really type: short and spoken spellings, and what is meant (French of Québec and France, English)."""

SPOKEN = dict(
    line.split("=")
    for line in """
ki=qui
ki's=qui
koi=quoi
kwa=quoi
kosse=quoi
kossa=quoi
keske=quoi
ke=que
kan=quand
kand=quand
komen=comment
coment=comment
commen=comment
cmt=comment
ousque=ou
ousse=ou
oussa=ou
kel=quel
kelle=quelle
kekchose=quelque chose
qqch=quelque chose
qqchose=quelque chose
qque=quelque
qqun=quelqu un
kekun=quelqu un
kelkun=quelqu un
pk=pourquoi
pkoi=pourquoi
pourkoi=pourquoi
pcq=parce que
pck=parce que
paske=parce que
pis=et
pi=et
pu=plus
ya=y a
yon=ils ont
fo=faut
chu=suis
chus=suis
chui=suis
jsuis=suis
jsui=suis
jai=ai
tai=ai
cest=est
ct=etait
sa=ca
dla=de la
dles=de les
dun=de un
dune=de une
ste=cette
stune=est une
ds=dans
pr=pour
ac=avec
avc=avec
tt=tout
tlm=tout le monde
tjrs=toujours
tjs=toujours
bcp=beaucoup
tps=temps
auj=aujourdhui
ajd=aujourdhui
dem=demain
rdv=rendez vous
msg=message
tel=telephone
num=numero
svp=svp
stp=svp
lordi=ordi
lapp=app
mtn=maintenant
vnr=fache
matante=tante
tu_seul=seul
checker=verifier
checke=verifier
caller=appeler
canceller=annuler
canceler=annuler
booker=reserver
shipper=expedier
puncher=punch
runner=run
wrapper=wrap
printer=imprimante
u=you
ur=your
ure=your
r=are
pls=please
plz=please
thru=through
tho=though
cuz=because
cos=because
coz=because
wanna=want to
gonna=going to
gotta=have to
gimme=give me
lemme=let me
dunno=dont know
idk=dont know
wat=what
wut=what
whats=what is
wheres=where is
whos=who is
hows=how is
wen=when
ppl=people
smth=something
sthg=something
smb=somebody
tmrw=tomorrow
tmr=tomorrow
yday=yesterday
bday=birthday
acct=account
acc=account
amt=amount
appt=appointment
info=information
infos=information
pw=password
pwd=password
pic=picture
sched=schedule
dept=department
dep=department
mgr=manager
mtg=meeting
inv=invoice
qte=quantite
""".strip().splitlines()
)

FUNCTION_WORDS = frozenset(
    """
    a ai aie aient ait an and any are as at au aussi aux avec avez avons be been but by c ca ce cela ces cet cette
    ceux chez ci d dans de des did do does done du elle elles en es est et etait ete etes etre eu for from had has have
    he her hers him his i il ils in into is it its j je l la le les leur leurs lui m ma mais me mes moi mon my n ne
    nos notre nous of on one ont or ou our ours par pas pour qu que s sa se ses she si so soi son sont suis sur t ta
    te tes than that the their them then there these they this those to toi ton tu u un une us va vais vas vont vos
    votre vous was we were what will with would y you your yours quoi dont donc etc just juste
    """.split()
)
