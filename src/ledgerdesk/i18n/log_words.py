"""Say what the log says: actions, nouns, kinds of rows, fields and their values, in words."""

import contextlib
import json
from collections.abc import Mapping
from types import MappingProxyType

from ledgerdesk.i18n.marks import N_
from ledgerdesk.i18n.problems import field_words
from ledgerdesk.i18n.translator import Translator

# What an entry says was done. Arguments that follow an action's name fill `{first}`, `{second}` …
ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "audit.export": N_("Exported a proof of the log"),
        "audit.export_failed": N_("Export of a proof of the log failed"),
        "backups.change_plan": N_("Changed the plan for backups"),
        "backups.drill": N_("Held a drill: restored a backup and compared it"),
        "backups.make": N_("Made a backup and proved it"),
        "backups.prove": N_("Proved a backup that was made while nobody was here"),
        "backups.name_place": N_("Named a place for backups"),
        "catalogue.add": N_("Added a service"),
        "catalogue.change": N_("Changed a service"),
        "corrections.approve": N_("Approved a correction"),
        "corrections.refuse": N_("Refused a correction"),
        "corrections.request": N_("Asked for a correction"),
        "customers.add": N_("Added a customer"),
        "customers.change": N_("Changed a customer's card"),
        "customers.drop_number": N_("Took a protected number away"),
        "customers.erase": N_("Erased a customer's data"),
        "customers.keep_number": N_("Kept a protected number"),
        "customers.merge": N_("Made one customer of two"),
        "customers.reveal": N_("Looked at a protected number"),
        "customers.resume": N_("Let a customer's data be used again"),
        "customers.stop": N_("Stopped the use of a customer's data"),
        "customers.unmerge": N_("Took two customers apart again"),
        "customers.unverify": N_("Took a verification of a card back"),
        "customers.verify": N_("Verified a customer's card"),
        "customers.write_note": N_("Wrote a note on a customer"),
        "days.close": N_("Closed a business day"),
        "days.close_period": N_("Closed a month or a year for good"),
        "days.reopen": N_("Opened a closed business day again"),
        "emergency.change": N_("Named whom to call in an emergency"),
        "exports.failed": N_("Export failed: {first} as {second}, {third} rows"),
        "exports.person": N_("Wrote a copy of a person's data for himself"),
        "exports.person_failed": N_("A copy of a person's data could not be written"),
        "exports.plain": N_("Exported {first} as {second}, {third} rows, numbers in clear"),
        "exports.receipts": N_("Filed receipts as PDFs"),
        "exports.run": N_("Exported {first} as {second}, {third} rows"),
        "imports.run": N_("Imported a table"),
        "imports.take_back": N_("Took an import back"),
        "keys.backup_key_off": N_("Kept the backup key on a PC no longer"),
        "keys.backup_key_on": N_("Kept the backup key on a PC, for copies while nobody is here"),
        "keys.personal_slot_off": N_("Ended starting without a password"),
        "keys.personal_slot_on": N_("Allowed himself to start without a password on a PC"),
        "keys.rotate": N_("Gave the book its new key"),
        "keys.rotate_begin": N_("Began to give the book a new key"),
        "payments.forgo": N_("Asked no more for the rest of a trade"),
        "payments.refund": N_("Gave money back"),
        "payments.take": N_("Took a payment of what was owed"),
        "quality.ignore": N_("Put a finding about customers aside"),
        "quality.reopen": N_("Took up a finding about customers again"),
        "receipts.issue": N_("Issued a receipt"),
        "receipts.print": N_("Printed a receipt"),
        "receipts.void": N_("Voided a receipt"),
        "series.add": N_("Added a series of numbers"),
        "series.change": N_("Changed a series of numbers"),
        "templates.change": N_("Changed how receipts look"),
        "templates.reset": N_("Took receipts back to the standard form"),
        "series.confirm_last_number": N_("Confirmed the last number on paper"),
        "series.hand_out": N_("Handed out numbers"),
        "stock.spoil": N_("Registered spoiled sheets"),
        "stock.use": N_("Printed on numbered sheets"),
        "series.take_back": N_("Took numbers back"),
        "settings.change": N_("Changed the settings"),
        "sheet.keep": N_("Read the recovery sheet back"),
        "sheet.renew": N_("Issued a new recovery sheet"),
        "staff.add": N_("Let somebody in"),
        "reports.failed": N_("The report {first} as {second} could not be written"),
        "reports.write": N_("Wrote the report {first} as {second}, {third} rows"),
        "reviews.pass": N_("Passed a review"),
        "reviews.return": N_("Returned what was reviewed"),
        "staff.change_password": N_("Changed a password"),
        "staff.change_role": N_("Changed somebody's role"),
        "staff.disable": N_("Barred somebody for now"),
        "staff.enable": N_("Let somebody back in"),
        "staff.remove": N_("Let somebody go for good"),
        "staff.rename": N_("Changed somebody's name"),
        "staff.reset_password": N_("Gave somebody a new password"),
        "staff.take_in": N_("Certified somebody's new keys"),
        "staff.take_up_root": N_("Took up the office's new root key"),
        "standards.change": N_("Changed what is asked of a card"),
        "trades.keep_filter": N_("Changed the kept filters of the list of trades"),
        "transactions.record": N_("Recorded a trade"),
        "transactions.reverse": N_("Posted a reversal"),
        "vault.create": N_("Created the book"),
        "vault.follow_keys": N_("Took over a newer key file"),
        "vault.recover": N_("Opened the book with the recovery sheet, for a new password"),
        "vault.restore": N_("Restored the book from a backup"),
        "vault.throttle_damaged": N_("Found the count of wrong passwords damaged"),
    }
)
PLACES = ("first", "second", "third")

NOUNS: Mapping[str, str] = MappingProxyType(
    {
        "audit": N_("Log"),
        "backups": N_("Backups"),
        "catalogue": N_("Services"),
        "corrections": N_("Corrections"),
        "customers": N_("Customers"),
        "days": N_("Day closes"),
        "emergency": N_("Emergency cards"),
        "exports": N_("Exports"),
        "imports": N_("Imports"),
        "keys": N_("The book's key"),
        "payments": N_("Payments"),
        "quality": N_("Data quality"),
        "receipts": N_("Receipts"),
        "reports": N_("Reports"),
        "reviews": N_("Reviews"),
        "series": N_("Numbers"),
        "settings": N_("Settings"),
        "sheet": N_("Recovery sheet"),
        "staff": N_("Staff"),
        "standards": N_("Record standard"),
        "stock": N_("Numbered paper"),
        "templates": N_("Form of receipts"),
        "trades": N_("List of trades"),
        "transactions": N_("Trades"),
        "vault": N_("The book and its keys"),
    }
)

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "audit": N_("log entry"),
        "backup": N_("backup"),
        "branch": N_("branch"),
        "correction": N_("correction"),
        "customer": N_("customer"),
        "customer_alias": N_("other name of a customer"),
        "customer_contact": N_("contact"),
        "customer_merge": N_("merge of two customers"),
        "customer_note": N_("note on a customer"),
        "customer_secret": N_("protected number"),
        "customer_tag": N_("tag of a customer"),
        "day_close": N_("day close"),
        "day_reopening": N_("reopening of a day"),
        "deposit": N_("move of a deposit"),
        "explained_gap": N_("explained gap"),
        "import_batch": N_("import"),
        "import_withdrawal": N_("import taken back"),
        "period_close": N_("closed month or year"),
        "payment": N_("payment"),
        "payment_part": N_("part of a payment"),
        "print": N_("print"),
        "quality_ignored": N_("finding put aside"),
        "receipt": N_("receipt"),
        "record_standard": N_("record standard"),
        "review": N_("review"),
        "series": N_("series"),
        "receipt_template": N_("form of receipts"),
        "series_counter": N_("counter"),
        "series_handout": N_("numbers handed out"),
        "service": N_("service"),
        "setting": N_("setting"),
        "signing_key": N_("signing key"),
        "signing_key_end": N_("end of a signing key"),
        "staff": N_("person"),
        "stock_sheet": N_("numbered sheet"),
        "drill": N_("drill"),
        "trade": N_("trade"),
        "trade_line": N_("line of a trade"),
        "void": N_("void"),
    }
)

# Fields of the readable history by kind and name; other fields are called as on their form.
FIELDS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("branch", "restored_from"): N_("Restored from"),
        ("customer", "address"): N_("Address"),
        ("customer", "category"): N_("Category"),
        ("customer", "company"): N_("Company"),
        ("customer", "consent"): N_("How he agreed"),
        ("customer", "consent_on"): N_("Agreed on"),
        ("customer", "contacts"): N_("Order of the contacts"),
        ("customer", "copy"): N_("Copy of his data"),
        ("customer", "correction_refused"): N_("Correction refused"),
        ("customer", "correction_requested"): N_("Correction asked for"),
        ("customer", "email"): N_("E-mail"),
        ("customer", "kind"): N_("Kind"),
        ("customer", "merged"): N_("Merged into this card"),
        ("customer", "merged_into"): N_("Lives on as"),
        ("customer", "other"): N_("Other contact"),
        ("customer", "phone"): N_("Phone"),
        ("customer", "pinyin"): N_("Pinyin"),
        ("customer", "print_name"): N_("Prints as"),
        ("customer", "responsible"): N_("Responsible clerk"),
        ("customer", "state"): N_("State"),
        ("customer", "tags"): N_("Tag"),
        ("customer", "verified_on"): N_("Verified"),
        ("customer", "wechat"): N_("WeChat"),
        ("day_close", "business_day"): N_("Business day"),
        ("receipt", "status"): N_("Status"),
        ("receipt_template", "form"): N_("Form"),
        ("review", "verdict"): N_("Verdict"),
        ("service", "entry"): N_("Entry of the catalogue"),
        ("setting", "review.amount"): N_("Reviewed from this sum on"),
        ("setting", "review.back_dated"): N_("Trades of an earlier day are reviewed"),
        ("setting", "review.first"): N_("A second person first"),
        ("setting", "review.hours"): N_("Reviewed outside these hours"),
        ("setting", "review.id_changed"): N_("Changed ID numbers are reviewed"),
        ("setting", "review.voids"): N_("Voids are reviewed"),
        ("setting", "customer.categories"): N_("Categories, days until a card is verified"),
        ("setting", "emergency.people"): N_("Whom to call in an emergency"),
        ("setting", "firm.name"): N_("Name of the office"),
        ("series", "active"): N_("In use"),
        ("series", "title"): N_("Title"),
        ("series_handout", "person"): N_("Who has them"),
        ("stock_sheet", "spoiled"): N_("Spoiled"),
        ("drill", "held"): N_("Drill of the backup"),
        ("backup", "rotated"): N_("Old backup that went"),
        ("period_close", "period"): N_("Month or year"),
        ("setting", "proof.clock_ahead"): N_("Clock a week after the last entry"),
        ("setting", "proof.differs_from_last"): N_("Payer other than last time"),
        ("setting", "proof.round_run"): N_("Only whole hundreds, one after another"),
        ("setting", "proof.same_within_minutes"): N_("Same customer and amount again"),
        ("setting", "proof.unusual"): N_("Amount far above what is usual"),
        ("setting", "backup.plan"): N_("Plan for backups"),
        ("setting", "backup.places"): N_("Places for backups"),
        ("setting", "trades.filters"): N_("Kept filters of trades"),
        ("setting", "import.columns"): N_("Columns chosen for a table"),
        ("setting", "keys.rotation_wanted"): N_("A new key of the book is asked for"),
        ("setting", "lock.idle_minutes"): N_("Minutes until the book locks itself"),
        ("setting", "receipt.accountant"): N_("Accountant"),
        ("setting", "receipt.cashier"): N_("Cashier"),
        ("setting", "receipt.payer_id"): N_("The payer's ID number on receipts"),
        ("setting", "receipt.language"): N_("Language of receipts"),
        ("setting", "receipt.series"): N_("Series of new receipts"),
        ("setting", "recovery.kept"): N_("Recovery sheet that was read back"),
        ("setting", "recovery.sheet"): N_("Recovery sheet that was issued"),
        ("staff", "exported"): N_("Export with numbers in clear"),
        ("staff", "name"): N_("Name"),
        ("staff", "password_record"): N_("Password, which one"),
        ("staff", "role"): N_("Role"),
        ("staff", "standing"): N_("May sign in"),
    }
)

VALUES: Mapping[tuple[str, str], Mapping[str, str]] = MappingProxyType(
    {
        ("customer", "category"): {
            "active": N_("active"),
            "dormant": N_("dormant"),
            "ended": N_("ended"),
            "prospect": N_("prospect"),
        },
        ("customer", "kind"): {
            "company": N_("company"),
            "person": N_("individual"),
            "unknown": N_("unknown"),
        },
        ("customer", "state"): {
            "complete": N_("complete"),
            "erased": N_("erased"),
            "incomplete": N_("card incomplete"),
            "merged": N_("merged"),
            "stopped": N_("use stopped"),
        },
        ("receipt", "status"): {
            "issued": N_("issued"),
            "reversed": N_("reversed"),
            "voided": N_("voided"),
        },
        ("setting", "keys.rotation_wanted"): {"False": N_("no"), "True": N_("yes")},
        ("setting", "receipt.language"): {"en": N_("English"), "zh_CN": N_("Chinese")},
        ("staff", "role"): {
            "auditor": N_("auditor"),
            "clerk": N_("clerk"),
            "owner": N_("owner"),
            "supervisor": N_("supervisor"),
        },
        ("staff", "standing"): {
            "active": N_("yes"),
            "disabled": N_("not for now"),
            "removed": N_("never again"),
        },
    }
)
ARGUMENTS: Mapping[str, str] = MappingProxyType(
    {
        "csv": "CSV",
        "customers": N_("customers"),
        "receipts": N_("receipts"),
        "transactions": N_("trades"),
        "xlsx": "XLSX",
    }
)


# What a protected number claims to be, by its name: a second one of a kind is `kind.2`.
NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "bank_card": N_("Bank card"),
        "cn_ric": N_("Resident identity card"),
        "cn_uscc": N_("Unified social credit code"),
        "fpr_new": N_("Foreign permanent resident card"),
        "fpr_old": N_("Foreign permanent resident card (old)"),
        "hk_macau_permit": N_("Mainland travel permit (Hong Kong, Macau)"),
        "hmt_residence": N_("Residence permit (Hong Kong, Macau, Taiwan)"),
        "landline": N_("Landline"),
        "mobile": N_("Mobile phone"),
        "passport_cn": N_("Passport"),
        "taiwan_permit": N_("Mainland travel permit (Taiwan)"),
    }
)


def number_words(translator: Translator, name: str) -> str:
    """Say what a protected number claims to be; of several of a kind, which."""
    kind, _, place = name.partition(".")
    said = translator.text(NUMBERS[kind]) if kind in NUMBERS else kind
    return f"{said} {place}" if place else said


def action_words(translator: Translator, action: str) -> str:
    """Say what was done; an action of a newer program is shown by its name."""
    name, *given = action.split(" ")
    message = ACTIONS.get(name)
    if message is None:
        return action
    said = [translator.text(ARGUMENTS.get(word, word)) for word in given]
    padded = [*said, *("?" * len(PLACES))]
    return translator.text(message, **dict(zip(PLACES, padded, strict=False)))


def noun_words(translator: Translator, noun: str) -> str:
    """Call the noun of an action."""
    return translator.text(NOUNS[noun]) if noun in NOUNS else noun


def kind_words(translator: Translator, kind: str) -> str:
    """Call a kind of row; one without a word is shown by its table's name."""
    return translator.text(KINDS[kind]) if kind in KINDS else kind


def change_field(translator: Translator, kind: str, field: str) -> str:
    """Call a field of the readable history."""
    noun, _, name = field.partition(".")
    if (kind, noun) == ("customer", "number"):
        return number_words(translator, name)
    # A rule is about a field of the customers' card.
    message = FIELDS.get(("customer" if kind == "record_standard" else kind, field))
    return field_words(translator, field) if message is None else translator.text(message)


def change_value(translator: Translator, kind: str, field: str, value: str | None) -> str:
    """Say a value of the readable history; nothing where there was none."""
    if value is None:
        return ""
    if kind == "setting":
        with contextlib.suppress(ValueError):  # what is told instead of a value is no JSON
            value = str(json.loads(value))
    words = VALUES.get((kind, field), {})
    return translator.text(words[value]) if value in words else value
