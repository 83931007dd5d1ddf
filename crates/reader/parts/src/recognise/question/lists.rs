//! The words that [`super::FOLDED`] is made of.

use super::List;

pub(in crate::recognise) const ALL: [(List, &str); 12] = [
    (List::Purpose, super::others::PURPOSE),
    (List::Fillers, super::others::FILLERS),
    (List::Others, super::others::OTHERS),
    (List::Own, super::others::OWN),
    (List::Asking, ASKING),
    (List::Polite, POLITE),
    (List::Others, OTHERS),
    (List::Own, OWN),
    (List::Perhaps, PERHAPS),
    (List::Harmless, HARMLESS),
    (List::Websites, WEBSITES),
    (List::Numbers, NUMBERS),
];

/// Words that begin a question or a request in the languages that forms are written in.
const ASKING: &str = "what which who whom whose how why when where do does did are is am was were have has had can could \
    would will shall should may please if by i we was wie wer wo wann warum welche welcher welches wem wen haben hast sind \
    bist mochten mochtest durfen wollen konnen kommen bitte quel quelle comment pourquoi quand etes avez souhaitez voulez \
    est que cual como quien donde cuando tiene tienes desea deseas quale chi dove quando perche hai vuoi sei qual voce tem \
    deseja gostaria hoe wat wie welk heeft heb wilt bent vad hur vilken vilket har ar vil hvad hvordan hvilken hvilket hva \
    er mikä mitä miten oletko haluatko czy jaki jaka jakie jak mate mas chcete jste";

/// Words of a request that leave what is asked for: "Please enter your job title".
const POLITE: &str = "first great and hi hello hey now finally ok okay so also thanks lastly next then whos \
    please paste enter provide share give us tell type write fill add what whats is are your you the a an in of \
    my full official current complete here below attendee own bitte geben sie ihre ihr ihren deine dein deinen an wie was \
    lautet ist quel quelle est votre vos indiquez saisissez que cual es su tu sus tus indique ingrese introduzca escriba qual e \
    seu sua o a la le il el los las informe digite inserisci tuo tua insert wat uw je jouw vul vad ditt din hvad hva dit er \
    ar podaj swoj swoje";

/// People beside the attendee. "Guest of" and the like are told by [`is_other_person`].
const OTHERS: &str = "buyer purchaser purchased payer payor billing bill bought invoice invoicing owner manager supervisor boss superior \
    emergency spouse companion plus plusone sponsor referrer referral referred referring inviter invited assistant secretary pa \
    host organizer organiser rep representative salesperson seller agent cc bcc booker booked creator created modified updated \
    parent guardian mother father child kin referee accountant approver approved submitter recruiter contractor \
    coordinator accompanying colleague friend supervisor vendor advisor interviewer mentor tutor tuteur accountmanager mgr editor author assigned \
    kaufer besteller rechnung rechnungsempfanger rechnungsadresse begleitung begleitperson vorgesetzter vorgesetzte notfall \
    notfallkontakt assistenz eingeladen empfohlen zahler auftraggeber bestellende einkaufer \
    acheteur acheteuse payeur facturation facture accompagnant accompagnateur responsable urgence parrain commande conjoint \
    comprador compradora pagador facturacion acompanante jefe emergencia acquirente pagante fatturazione accompagnatore \
    emergenza responsabile comprador acompanhante faturamento gerente emergencia \
    koper besteller betaler facturatie begeleider leidinggevende noodcontact introducee introduce \
    kopare bestallare betalare faktura kober betaler fakturering ledsager chef naeste ostaja maksaja laskutus esimies \
    kupujacy platnik osoba towarzyszaca przelozony kupujici platce nadrizeny vedouci doprovod objednatel objednavajici \
    申込者 購入者 購買者 注文者 請求先 同伴者 上司 緊急連絡先 买家 购买人 购票人 付款人 紧急联系人 陪同人 구매자 결제자 주문자 동반자 비상연락처 상사";

/// Words before a field that say it is the attendee's own. Guests and contacts may be somebody else where the file has a
/// plain column as well.
const OWN: &str = "attendee participant registrant delegate member invitee visitor user lead person ticketholder holder \
    subscriber respondent teilnehmer teilnehmerin participante partecipante asistente deelnemer deltagare deltager deltaker \
    uczestnik uczestnika ucastnik ucastnika osallistujan bezoeker besucher inscrito profile adherent speaker employee student volunteer exhibitor candidate applicant alumni alumnus nominee \
    mitarbeiter mitarbeiterin referent referentin mitglied intervenant intervenante ponente relatore palestrante empleado \
    dipendente medewerker spreker talare anstalld estudiante studente socio membre membro lid medlem student studierende adherente teilnehmername registree titulaire";

const PERHAPS: &str = "guest contact gast gaste invitado convidado invite kontakt contacto gast2 client";

/// Words in brackets, or behind a field, that change nothing.
const HARMLESS: &str = "required optional mandatory as on your the a an badge id passport if applicable for of in english please print \
    business work professional public full url link address profile example e g ex eg only and format with https http www com \
    pflichtfeld pflicht freiwillig erforderlich wie auf dem obligatoire facultatif opcional obligatorio obligatoria facultativo \
    obbligatorio facoltativo verplicht optioneel obligatorisk valfritt valfri frivilligt paakrevd pakrevd pakollinen \
    valinnainen wymagane opcjonalnie opcjonalne povinne nepovinne 必須 任意 必填 选填 必填项 필수 선택 at company organization \
    will appear be displayed shown used text this name attendee participant will preferred current primary main personal private \
    first last given family roman alphabet romaji latin letters company2 official legal ligne mit zum zur original kanji 漢字 全角 半角 \
    英語 english2 ローマ字 geschaftlich privat professionnel trabajo";

/// Sites of any kind: a profile on LinkedIn may stand there, or any other address.
const WEBSITES: &str = "website web homepage page blog site webseite webpage portfolio twitter facebook instagram photo picture image";

/// Words for a number or a code, also shortened.
const NUMBERS: &str = "id ids number no nr num code cod codice numero nummer n key ref reference referencia kod numer cislo nro codigo identifier kennung";
