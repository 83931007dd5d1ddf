//! English, and the names that exporters give.

use super::{Entry, Meaning};
use crate::options::Field;

const ID: Meaning = Meaning::Field(Field::AttendeeId);
const NAME: Meaning = Meaning::Field(Field::Name);
const FIRST: Meaning = Meaning::Field(Field::FirstName);
const LAST: Meaning = Meaning::Field(Field::LastName);
const EMAIL: Meaning = Meaning::Field(Field::Email);
const LINKEDIN: Meaning = Meaning::Field(Field::LinkedinUrl);
const TITLE: Meaning = Meaning::Field(Field::Title);
const COMPANY: Meaning = Meaning::Field(Field::Company);

pub(super) const WORDS: &[Entry] = &[
    (
        ID,
        0,
        "attendee id|attendee number|attendee no|attendee nr|attendee key|attendee uuid|attendee ref",
    ),
    (ID, 1, "partner id"),
    (ID, 2, "guest id|guest number"),
    (
        ID,
        3,
        "participant id|participant number|participant no|delegate id|delegate number|invitee id|visitor id|id participant",
    ),
    (ID, 4, "registrant id|registrant number|registrant key"),
    (
        ID,
        5,
        "ticket id|issued ticket id|ticket number|ticket no|ticket nr|ticket code|ticket reference|ticket ref|ticket uuid",
    ),
    (
        ID,
        6,
        "registration id|registration number|registration no|registration code|reg id|registration uuid",
    ),
    (ID, 7, "badge id|badge number|badge no|qr code id"),
    (ID, 8, "api id"),
    (
        ID,
        9,
        "contact id|person id|member id|user id|profile id|campaign member id|lead id|contact record id|lead or contact id|lead contact id|people id|subscriber id",
    ),
    (
        ID,
        10,
        "record id|external id|unique id|uuid|guid|response id|submission id|entry id|respondent id|hs object id|record id contact|token",
    ),
    (ID, 11, "id"),
    (
        ID,
        12,
        "pseudonymization id|pseudonym id|barcode|barcode number|barcode no|barcode id|ticket barcode",
    ),
    (
        Meaning::Order,
        0,
        "order id|order number|order no|order nr|order code|order reference|order ref|orderid|order",
    ),
    (
        Meaning::Order,
        1,
        "booking id|booking number|booking no|booking code|booking reference|booking ref|reservation id|reservation number|reservation code",
    ),
    (
        Meaning::Order,
        2,
        "confirmation number|confirmation no|confirmation code|confirmation id|confirmation",
    ),
    (
        Meaning::Order,
        3,
        "transaction id|transaction number|transaction no|payment id|payment reference|purchase id|purchase number|receipt number|receipt id",
    ),
    (Meaning::Order, 4, "invoice number|invoice no|invoice id|invoice"),
    (NAME, 0, "ticket full name|ticket holder|ticket holder name"),
    (
        NAME,
        5,
        "name|full name|fullname|first and last name|first name and last name|first last name|firstname lastname|first name last name|first name & last name|name and surname|name surname|your name|your full name|complete name|last name first name|surname and first name|forename and surname|preferred full name",
    ),
    (
        NAME,
        6,
        "display name|attendee|participant|registrant|delegate|invitee|guest|attendee full name|badge name|name on badge|name for badge|name on ticket|user name original name|name original name|contact name|person name|person|full name of attendee|name of attendee|name of participant|attendee name full|member name|legal name|legal full name|formatted name",
    ),
    (
        NAME,
        7,
        "speaker|employee|student|volunteer|exhibitor|candidate|applicant|staff member|speaker name|user name|username original name|who|people|contact|student name",
    ),
    (FIRST, 0, "ticket first name|ticket holder first name"),
    (LAST, 0, "ticket last name|ticket holder last name"),
    (EMAIL, 0, "ticket email|ticket holder email"),
    (
        COMPANY,
        0,
        "ticket company name|ticket company|ticket organization",
    ),
    (TITLE, 0, "ticket job title"),
    (
        FIRST,
        5,
        "first name|first|given name|given names|given|forename|forenames|fname|first names|christian name|name first|firstname|first name on badge|badge first name|your first name",
    ),
    (
        FIRST,
        6,
        "preferred first name|preferred name first|nickname first name|legal first name",
    ),
    (
        LAST,
        5,
        "last name|last|surname|surnames|family name|lname|second name|last names|name last|lastname|badge last name|your last name|your surname|family",
    ),
    (LAST, 6, "preferred last name|legal last name"),
    (
        EMAIL,
        5,
        "email|e-mail|email address|e-mail address|mail|mail address|mailaddress|email id|email addresses|e-mail addresses|email adress|e mail adress|emailadress|your email|your email address|electronic mail|email 1|email1|e-mail 1 value|email 1 value|e mail 1 address|primary email|primary email address|email address 1|login email|account email|user email|email user|contact email|person email|email primary|smtp address|e mail1 address|subscriber email|respondent email|email used for registration|registration email|registered email",
    ),
    (
        EMAIL,
        6,
        "work email|work email address|work e-mail|work e-mail address|business email|business email address|company email|company email address|corporate email|corporate email address|professional email|professional email address|official email|email work|email business|office email|work mail|business e-mail|company e-mail|organisation email|organization email",
    ),
    (
        EMAIL,
        27,
        "personal email|personal email address|private email|private e-mail|email personal|home email|email private|preferred email|alternate contact email address of attendee",
    ),
    (
        LINKEDIN,
        5,
        "linkedin|linkedin url|linkedin profile|linkedin profile url|linkedin link|linkedin address|linkedin page|linkedin profile link|linkedin public profile|linkedin public profile url|linkedin public url|linked in|linked in url|linked in profile|hs linkedin url|linkedin account|linkedin handle|linkedin username|linkedin id|link to linkedin|link to linkedin profile|link to your linkedin profile|link to your linkedin|url of linkedin profile|profile linkedin|linkedin contact|your linkedin profile|your linkedin|linkedin profile page|linkedin member url|social linkedin|social profile linkedin|linkedin user|linkedin url profile|url linkedin|person linkedin url|linkedin profile address|linkedin personal profile|linkedin profile or website",
    ),
    (
        TITLE,
        5,
        "job title|jobtitle|position title|professional title|work title|job position|job title position|job title role|title position|position job title|your job title|business title|official title|company title|title at company|title at work|job|organization title|organization 1 title|work position|title job title|professional position|occupation title|current job title|current title|job title at company",
    ),
    (TITLE, 7, "title|titel"),
    (
        TITLE,
        6,
        "position|current position|position held|position in company|position at company|your position|position in the company",
    ),
    (
        TITLE,
        8,
        "role|job role|designation|occupation|profession|job function title|your role|role in company|role at company|current role|professional role|job name|role title|what they do|what you do|what do you do there|what do you do",
    ),
    (TITLE, 9, "headline|professional headline|linkedin headline"),
    (
        COMPANY,
        5,
        "company|company name|name of company|name of your company|your company|company organization|company organisation|organization company|organisation company|company or organization|company or organisation|company name organization|your company name|company account|company employer|current company|company affiliation|companyname|company organization name|work company|company institution|company name institution|organization 1 name|company university|company or institution|company school|company you work for|works at|works for|working at|employed by|employed at|where they work|where you work|company represented",
    ),
    (
        COMPANY,
        6,
        "organization|organisation|organization name|organisation name|name of organization|name of organisation|org name|employer|employer name|name of employer|your organization|your organisation|current employer|organisation institution|organization institution|organization or company|represented organization|place of work|workplace|represented company|business|organization organisation",
    ),
    (
        COMPANY,
        7,
        "institution|affiliation|business name|firm|firm name|institution name|university company|name of institution|institute|business organization|agency|company agency|institutional affiliation|corporation",
    ),
    (
        COMPANY,
        8,
        "account name|associated company|primary company|university|school|primary associated company",
    ),
];
