//! French, Spanish, Italian and Portuguese.

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
        "ID participant|ID du participant|Numéro de participant|N° participant|Identifiant participant|Identifiant du participant|ID asistente|ID de asistente|ID del asistente|Número de asistente|ID partecipante|Codice partecipante|Numero partecipante|ID participante|ID do participante|ID del participante|Número de participante|Número do participante|Código do participante|Código del participante|Código de participante|ID do inscrito",
    ),
    (
        ID,
        5,
        "Numéro de billet|N° billet|N° de billet|Numéro du billet|ID billet|Référence billet|Code billet|Número de entrada|Código de entrada|ID de entrada|Numero biglietto|Codice biglietto|ID biglietto|Número do ingresso|Código do ingresso|Número do bilhete|Código do bilhete|ID do ingresso|Nº do ingresso|Número de ticket|Número de boleto|Código de boleto|Numero del biglietto|Numéro de ticket|Código del ticket",
    ),
    (
        ID,
        6,
        "Numéro d'inscription|N° d'inscription|ID inscription|Identifiant d'inscription|Code d'inscription|Número de registro|Número de inscripción|ID de registro|Código de registro|Numero di iscrizione|Numero iscrizione|Codice iscrizione|ID iscrizione|Número de inscrição|Nº de inscrição|Código de inscrição|ID da inscrição|Numero di registrazione|Numéro d'enregistrement|Código de inscripción",
    ),
    (
        ID,
        9,
        "Identifiant contact|Numéro d'adhérent|N° adhérent|ID contact|Identificador|Número de socio|ID contacto|Identificativo|Numero socio|ID contatto|Numéro de membre|N° membre|ID contato|Número de sócio|ID de contacto",
    ),
    (
        Meaning::Order,
        0,
        "Numéro de commande|N° commande|N° de commande|Référence commande|Référence de commande|Commande|ID commande|Número de pedido|Nº de pedido|Número de orden|ID de pedido|ID del pedido|Número del pedido|N.º de pedido|Pedido|Numero ordine|Numero d'ordine|Numero dell'ordine|ID ordine|N. ordine|Número do pedido|Nº do pedido|Código do pedido|ID do pedido|Código de pedido|Numero di ordine|Código del pedido|Codice ordine|Número da encomenda",
    ),
    (
        Meaning::Order,
        1,
        "Numéro de réservation|N° réservation|N° de réservation|Code de réservation|Número de reserva|Código de reserva|Numero prenotazione|Numero di prenotazione|Codice prenotazione|Código da reserva|Número da reserva|Référence de réservation|Localizador",
    ),
    (
        Meaning::Order,
        2,
        "Numéro de confirmation|N° de confirmation|Code de confirmation|Número de confirmación|Código de confirmación|Numero di conferma|Codice di conferma|Número de confirmação|Código de confirmação",
    ),
    (
        Meaning::Order,
        3,
        "Numéro de transaction|ID transaction|ID de transacción|Número de transacción|ID transazione|ID da transação|Número da transação|Référence de paiement|Numéro de paiement",
    ),
    (
        Meaning::Order,
        4,
        "Numéro de facture|N° facture|N° de facture|Número de factura|Nº de factura|Numero fattura|Número da fatura|Numero di fattura",
    ),
    (
        NAME,
        5,
        "Nom|Nom complet|Nom et prénom|Nom et prénoms|Prénom et nom|Nom prénom|Prénom nom|Nom/Prénom|Prénom/Nom|Votre nom|Votre nom complet|Nom de famille et prénom|Nombre|Nombre completo|Nombre y apellido|Nombre y apellidos|Nombre apellidos|Nombres y apellidos|Apellidos y nombre|Apellidos, nombre|Tu nombre|Su nombre|Nome|Nome completo|Nome e cognome|Cognome e nome|Nome cognome|Cognome nome|Nominativo|Il tuo nome|Nome e sobrenome|Nome e apelido|Nome sobrenome|Seu nome|Seu nome completo|O seu nome|Nom & prénom|Nombre y Apellido(s)|Nome/Cognome",
    ),
    (
        NAME,
        6,
        "Participant|Participante|Asistente|Nombre del asistente|Nombre del participante|Nome del partecipante|Partecipante|Nome do participante|Nome no crachá|Nome para crachá|Nom sur le badge|Nom pour le badge|Nombre en la credencial|Nom d'affichage|Invité|Invitado|Convidado|Inscrito|Nome do inscrito|Nombre del invitado|Nome do convidado|Nome sul badge|Nom de l'invité|Nome utente",
    ),
    (
        FIRST,
        5,
        "Prénom|Prénoms|Prénom(s)|Votre prénom|Primer nombre|Nombre de pila|Nombres|Nombre(s)|Nome di battesimo|Primeiro nome|Nome próprio|Prenome|Nomes próprios",
    ),
    (
        LAST,
        5,
        "Nom de famille|Votre nom de famille|Nom usuel|Apellido|Apellidos|Apellido(s)|Primer apellido|Cognome|Sobrenome|Apelido|Último nome|Sobrenomes|Nome de família|Tus apellidos|Cognomi|Apelidos",
    ),
    (
        EMAIL,
        5,
        "Courriel|Adresse e-mail|Adresse email|Adresse mail|Adresse de courriel|Adresse courriel|Adresse électronique|Adresse de messagerie|Mél|Votre e-mail|Votre email|Votre adresse e-mail|Votre adresse email|Correo|Correo electrónico|Dirección de correo|Dirección de correo electrónico|Correo-e|Email del asistente|Tu correo electrónico|Tu correo|Dirección de email|Dirección de e-mail|Indirizzo e-mail|Indirizzo email|Indirizzo mail|Indirizzo di posta elettronica|Posta elettronica|La tua email|Email del partecipante|Endereço de e-mail|Endereço de email|Endereço eletrônico|Endereço eletrónico|Correio eletrônico|Correio eletrónico|Seu e-mail|Seu email|O seu email|E-mail do participante|Endereço de correio eletrónico|Email do participante|Correo electronico del asistente|Correo electrónico del participante|E-mail partecipante",
    ),
    (
        EMAIL,
        6,
        "E-mail professionnel|Email professionnel|Adresse e-mail professionnelle|Adresse email professionnelle|Courriel professionnel|Mail professionnel|Mail pro|Email pro|E-mail pro|Correo corporativo|Correo profesional|Correo electrónico corporativo|Correo electrónico profesional|Correo de trabajo|Correo electrónico de trabajo|Correo de empresa|Email corporativo|Email aziendale|E-mail aziendale|Indirizzo email aziendale|Email di lavoro|E-mail corporativo|E-mail profissional|Email profissional|E-mail de trabalho|Email empresarial|E-mail empresarial|Email profesional|Email de trabajo|Mail aziendale",
    ),
    (
        EMAIL,
        27,
        "E-mail personnel|Email personnel|Correo personal|Email personale|E-mail pessoal|Email pessoal|Courriel personnel",
    ),
    (
        LINKEDIN,
        5,
        "Profil LinkedIn|Lien LinkedIn|URL LinkedIn|Lien vers le profil LinkedIn|Lien profil LinkedIn|Lien vers votre profil LinkedIn|Votre profil LinkedIn|Perfil de LinkedIn|Perfil LinkedIn|URL de LinkedIn|Enlace a LinkedIn|Enlace de LinkedIn|Enlace LinkedIn|Tu perfil de LinkedIn|Profilo LinkedIn|Link LinkedIn|Link al profilo LinkedIn|Il tuo profilo LinkedIn|Perfil do LinkedIn|Link do LinkedIn|Link do perfil do LinkedIn|URL do LinkedIn|Seu perfil do LinkedIn|Seu LinkedIn|Adresse LinkedIn|Compte LinkedIn|Link para LinkedIn|Page LinkedIn|URL profil LinkedIn|URL del perfil de LinkedIn|Liens LinkedIn",
    ),
    (
        TITLE,
        5,
        "Titre du poste|Intitulé du poste|Intitulé de poste|Titre de poste|Poste occupé|Votre poste|Fonction / Poste|Poste / Fonction|Titre professionnel|Título del puesto|Título profesional|Puesto de trabajo|Cargo / Puesto|Puesto / Cargo|Tu cargo|Nombre del puesto|Titolo professionale|Qualifica professionale|Posizione lavorativa|Ruolo aziendale|Ruolo professionale|Posizione aziendale|Cargo / Função|Função / Cargo|Título do cargo|Cargo ocupado|Seu cargo|Titolo di lavoro|Ruolo in azienda|Mansione",
    ),
    (
        TITLE,
        6,
        "Poste|Fonction|Puesto|Cargo|Ruolo|Qualifica|Posizione|Posición|Função|Votre fonction|Poste actuel|Puesto actual|Cargo atual|Funzione|Función|Posição|Incarico|Fonction dans l'entreprise|Cargo en la empresa|Cargo na empresa|Fonctions",
    ),
    (
        TITLE,
        8,
        "Métier|Profession|Rôle|Rol|Profesión|Ocupación|Professione|Profissão|Ocupação|Papel|Emploi",
    ),
    (
        COMPANY,
        5,
        "Société|Entreprise|Nom de la société|Nom de l'entreprise|Nom de votre entreprise|Votre entreprise|Votre société|Société / Entreprise|Entreprise / Société|Entreprise / Organisation|Société / Organisation|Empresa|Nombre de la empresa|Nombre de empresa|Compañía|Nombre de la compañía|Empresa / Organización|Tu empresa|Azienda|Società|Nome azienda|Nome dell'azienda|Nome della società|Azienda / Ente|Azienda / Organizzazione|Azienda / Società|La tua azienda|Nome da empresa|Empresa / Organização|Companhia|Empresa / Instituição|Sua empresa|Entreprise / Structure|Empresa / Institución|Entreprise / Établissement|Azienda di appartenenza|Compagnie|Impresa|Società/Ente|Nombre de tu empresa",
    ),
    (
        COMPANY,
        6,
        "Organisme|Organisation|Structure|Nom de l'organisation|Nom de l'organisme|Organización|Nombre de la organización|Organizzazione|Ente|Organização|Nome da organização|Employeur|Empleador|Datore di lavoro|Empregador|Organisme / Entreprise|Lieu de travail|Organización / Empresa|Organização / Empresa|Nome dell'organizzazione|Structure / Entreprise|Structure/Organisme",
    ),
    (
        COMPANY,
        7,
        "Établissement|Institution|Institución|Istituzione|Instituição|Université|Universidad|Association|Ente di appartenenza|Entidad|Entidade|Institut",
    ),
];
