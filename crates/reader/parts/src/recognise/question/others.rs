//! More words for people beside the attendee, and for what is the attendee's own.

/// People beside the attendee.
pub(super) const OTHERS: &str = "secretariat sekretariat sekretariats captain leader chaperone babysitter carer caregiver nanny partnername husband wife girlfriend boyfriend sibling brother sister daughter \
    introducer introduced scanner scanned nominated nominator nominating delegated reviewer handler concierge bookkeeper accounting bringing brought dependent dependant \
    vorgesetzten vorgesetzter sekretar sekretarin ansprechpartner ansprechpartnerin kontaktperson betreuer betreuerin assistentin chef chefin ehepartner ehepartnerin ehefrau ehemann partnerin lebenspartner begleiter begleiterin begleitender gastgeber gastgeberin eltern erziehungsberechtigte erziehungsberechtigter \
    erziehungsberechtigten elternteil mannschaftsfuhrer mannschaftskapitan kapitan gruppenleiter teamleiter empfohlener empfehlender geworben werber rechnungskontakt buchhaltung gescannt verantwortlicher verantwortliche zustandig \
    accompagnante accompagnants accompagnatrice accompagnement secretaire secretariat superviseur superieur hierarchique capitaine epoux epouse conjointe conjoints partenaire assistante parrainage parraine hote hotesse tuteur tutrice pere mere invitant facturer comptabilite \
    secretaria secretario acompanantes supervisora capitan conyuge esposo esposa pareja asistenta padre madre tutora anfitrion anfitriona patrocinador patrocinadora referido facturar contabilidad responsable jefa \
    supervisore supervisori segreteria segretaria segretario capitano coniuge moglie marito accompagnatrice accompagnatori assistenti genitore genitori padre madre ospitante sponsorizzato presentato contabilita capo capogruppo caposquadra fatturare \
    secretario acompanhantes chefe capitao conjuge esposo esposa marido parceiro pai mae responsavel encarregado anfitriao patrocinador indicado indicacao padrinho madrinha contabilidade faturacao \
    begeleidster secretaresse aanvoerder captain partner echtgenoot echtgenote introducee introduces ouder ouders voogd gastheer gastvrouw sponsor verwijzer doorverwezen chef manager teamleider facturatieadres boekhouding contactpersoon medereiziger \
    sekreterare handledare lagkapten lagledare maka sambo medfoljande medfoljare foralder vardnadshavare sponsor referens narmaste kontaktperson assistent ekonomi fakturering \
    sekretaer holdkaptajn aegtefaelle partner ledsagere foraelder vaert naermeste leder kontaktperson assistent bogholderi holdleder \
    sekretaer lagkaptein ektefelle partner ledsagere folge forelder verge vert naermeste kontaktperson assistent regnskap \
    esihenkilo esihenkilon esimiehen sihteeri sihteerin kapteeni joukkueenjohtaja puoliso puolison seuralainen seuralaisen avecin huoltaja huoltajan vanhempi isanta emanta sponsori suosittelija yhteyshenkilo yhteyshenkilon avustaja avustajan laskutettava \
    sekretariat sekretarka sekretarz kapitan malzonek malzonka partner partnerka osoby towarzyszacej towarzyszaca rodzic rodzica opiekun opiekuna gospodarz sponsor polecajacy polecajacego asystent asystentka kierownik przelozonego ksiegowosc faktury \
    sekretariatu sekretarka kapitan kapitana manzel manzelka partner partnerka doprovodu doprovodna rodic rodice zastupce hostitel sponzor doporucil doporucitel asistent asistentka nadrizeneho vedouciho ucetni fakturace \
    titkarsag titkar csapatkapitany felettes vezeto hazastars kisero kiserok szulo gondviselo vendeglato szponzor ajanlo asszisztens szamlazasi szamla \
    secretariatul capitan sef superior sot sotie insotitor parinte tutore gazda sponsor recomandat asistent facturare \
    sekreterlik sekreter kaptan yonetici yoneticisi mudur esi refakatci ebeveyn veli sponsor referans asistan fatura \
    秘書 同行者 同伴 上長 紹介者 保護者 配偶者 担当営業 代表者 秘书 主管 上级 介绍人 推荐人 配偶 家长 监护人 队长 随行人员 陪同 비서 동행자 동반인 추천인 보호자 배우자 팀장 담당자 상급자";

/// Words that say it is the attendee's own.
pub(super) const OWN: &str = "ticketinhaber ticketinhabers teilnehmers teilnehmerin teilnehmern teilnehmers teilnehmende teilnehmenden teilnehmerinnen gastes besuchers mitglieds referenten bewerber bewerberin alumna absolvent studierender \
    participante participants participantes participantul participantului inscrits adherents visiteur visiteurs invites beneficiaire eleve etudiant etudiante stagiaire congressiste \
    asistentes inscrita ponentes socios alumno alumna estudiantes visitante congresista partecipanti iscritto iscritta iscritti relatori soci visitatore studenti corsista \
    participantes inscritos palestrantes socio aluno aluna municipe visitante deelnemers deelneemster bezoekers leden cursist aanwezige genodigde \
    deltagarens deltagares gastens medlemmens besokare besokarens anstalldas deltagerens medlemmets gaestens medarbejderens medarbejder kursist deltakerens gjestens ansatt ansattes medlemmets \
    kavija kavijan jasenen vieraan tyontekijan opiskelijan ilmoittautujan ilmoittautuja osallistuja kutsuvieraan uczestniczka uczestniczki goscia czlonka pracownika studenta zwiedzajacego zglaszajacego prelegenta \
    ucastnice navstevnika navstevnik clena zamestnance studenta hosta prihlaseneho prednasejiciho resztvevo resztvevok vendeg latogato katilimci katilimcinin ziyaretci uye uyenin \
    attendees attending registree registrant exhibitors panelist presenter alumnus";

/// What badges, lists and checks at the door are called: a note with one of these says what a field is needed for.
pub(super) const PURPOSE: &str = "badge badges appear appears appearing spelling spelled spelt spell print printed printing legal legally passport security ticket \
    certificate registered nametag tag lanyard documents document identification booth scanner wristband login account signup admission \
    namensschild namensschildes ausweis personalausweis reisepass druck schreibweise sicherheit sicherheitskontrolle einlass zertifikat teilnahmebescheinigung \
    teilnahmebestatigung eintrittskarte anmeldung dienstlich amtlich erscheinen steht attestation impression securite identite apparaitre apparaitra billet \
    orthographe majuscules officiel convocation inscription credencial gafete acreditacion certificado impreso seguridad entrada dni documento aparezca figure \
    aparecera diploma cracha impressao ingresso seguranca aparecer constar attestato stampa biglietto sicurezza tesserino anagrafico naamkaartje paspoort \
    certificaat toegang beveiliging naambadge spelling namnskylt namnbricka biljett intyg pass stavning sakerhet navneskilt kursusbevis sikkerhed navnelapp \
    billett kursbevis sikkerhet nimikyltti nimikylttiin nimilappu nimilappuun lippu lippuun lippua todistus todistukseen passissa passi identyfikator \
    identyfikatorze identyfikatora plakietka plakietce biletu bilecie bilet zaswiadczenie zaswiadczenia dowod jmenovka jmenovku jmenovce visacka visacku vstupenka vstupenku \
    osvedceni doklad dokladu certifikat kituzo kituzore jegy jegyre oklevel igazolvany ecuson bilet diploma buletin act yaka karti kart bilet sertifika kimlik";

/// What fills a plain question.
pub(super) const FILLERS: &str = "and so then ok okay currently now presently today these days moment right there here exactly actually just please if we may ask tell us \
    at the por y e und et en og och ja da denn so also gerade zurzeit derzeit momentan aktuell dort jetzt heute actuellement maintenant aujourdhui \
    actualmente ahora hoy alli ahi attualmente ora oggi atualmente agora hoje la li ali momenteel nu daar dan nagot idag just dar ojeblikket lige der tiden \
    for tilsammen talla hetkella nyt siella obecnie teraz tam a nyni ted jelenleg most ott acum acolo su simdi orada";
