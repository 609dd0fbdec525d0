"""What is kept in the database: one module a noun. No session, no query here."""

from models.entities.accounts import Account, LoginFailure, LoginSession
from models.entities.answers import AnswerDecision, AnswerSource, AnswerState, CompanyAnswer
from models.entities.append_only import AppendOnly, WrittenOnceError
from models.entities.assures import Assure
from models.entities.audit import AuditEntry
from models.entities.base import Base, JsonList, JsonObject, safe_text, utcnow
from models.entities.blobs import Blob
from models.entities.controls import Control, ControlAnswer, ControlKind, ControlVerdict
from models.entities.counters import Counter
from models.entities.documents import Document, DocumentNumber, DocumentPage
from models.entities.dossiers import Dossier, DossierWord, Etape, Prestation, Statut
from models.entities.envois import Channel, Delivery, Envoi, EnvoiState, SourceFile
from models.entities.erasures import Erasure, ErasureReason, ErasureState, LegalHold
from models.entities.exchange import ExchangeEntry
from models.entities.forms import FormLesson, FormState, FormVersion, KnownForm
from models.entities.ids import new_id
from models.entities.judgements import Finding, Gravite, Judgement, Resultat
from models.entities.keys import DataKey, MasterKey
from models.entities.learning import Threshold, ThresholdOf, TypingUse, TypingVersion
from models.entities.looks import Look
from models.entities.lots import LOT_MAXIMUM, Lot, LotNature, LotStatut
from models.entities.notices import Notice, NoticeKind
from models.entities.outbox import OutMail, OutState
from models.entities.pages import Page, PageState, PageText, PageVersion
from models.entities.partners import Invitation, PartnerAccess, SituationCheck
from models.entities.pharmacies import Pharmacy
from models.entities.reclamations import Reclamation, ReclamationState
from models.entities.record import Decision, Proposal, Target, ThingKind
from models.entities.refusals import Refusal, RefusalState
from models.entities.review import Comment, Deed, DeedThing, Hold, Letter
from models.entities.statements import Payroll, Statement
from models.entities.steps import Step, StepState
from models.entities.tokens import ApiToken, Right
from models.entities.webhooks import MessageState, Webhook, WebhookEvent, WebhookMessage

__all__ = [
    "LOT_MAXIMUM",
    "Account",
    "AnswerDecision",
    "AnswerSource",
    "AnswerState",
    "ApiToken",
    "AppendOnly",
    "Assure",
    "AuditEntry",
    "Base",
    "Blob",
    "Channel",
    "Comment",
    "CompanyAnswer",
    "Control",
    "ControlAnswer",
    "ControlKind",
    "ControlVerdict",
    "Counter",
    "DataKey",
    "Decision",
    "Deed",
    "DeedThing",
    "Delivery",
    "Document",
    "DocumentNumber",
    "DocumentPage",
    "Dossier",
    "DossierWord",
    "Envoi",
    "EnvoiState",
    "Erasure",
    "ErasureReason",
    "ErasureState",
    "Etape",
    "ExchangeEntry",
    "Finding",
    "FormLesson",
    "FormState",
    "FormVersion",
    "Gravite",
    "Hold",
    "Invitation",
    "JsonList",
    "JsonObject",
    "Judgement",
    "KnownForm",
    "LegalHold",
    "Letter",
    "LoginFailure",
    "LoginSession",
    "Look",
    "Lot",
    "LotNature",
    "LotStatut",
    "MasterKey",
    "MessageState",
    "Notice",
    "NoticeKind",
    "OutMail",
    "OutState",
    "Page",
    "PageState",
    "PageText",
    "PageVersion",
    "PartnerAccess",
    "Payroll",
    "Pharmacy",
    "Prestation",
    "Proposal",
    "Reclamation",
    "ReclamationState",
    "Refusal",
    "RefusalState",
    "Resultat",
    "Right",
    "SituationCheck",
    "SourceFile",
    "Statement",
    "Statut",
    "Step",
    "StepState",
    "Target",
    "ThingKind",
    "Threshold",
    "ThresholdOf",
    "TypingUse",
    "TypingVersion",
    "Webhook",
    "WebhookEvent",
    "WebhookMessage",
    "WrittenOnceError",
    "new_id",
    "safe_text",
    "utcnow",
]
