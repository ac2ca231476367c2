"""The intake form, its pages, and whether answers fit it (docs/format.md, Intake form, Intake page, Answers)."""

import hashlib
import json
import re

from encoding import different_ids, identifier, is_edtf, json_object, language, names, need, text, whole

USES = ("numbers", "anonymous", "partners", "courts", "named")
WRITTEN = ("long", "line", "date")
CHOSEN = ("choice", "choices")


def _objects(value, least, most, what):
    need(isinstance(value, list) and least <= len(value) <= most, f"{what}: not a list of {least} to {most}")
    need(all(isinstance(each, dict) for each in value), f"{what}: not objects")
    return value


def _one_text(value, what):
    need(text(value, 4000, what), f"{what}: an empty text")


def _question(question, say, what, with_groups):
    identifier(question.get("id"), f"{what}: id")
    kind = question.get("kind")
    need(kind in WRITTEN + CHOSEN or with_groups and kind == "group", f"{what}: kind")
    need(type(question.get("required")) is bool, f"{what}: required")
    say(question.get("label"), f"{what}: label")
    if "hint" in question:
        say(question["hint"], f"{what}: hint")
    if "when" in question:
        when = question["when"]
        need(isinstance(when, dict), f"{what}: when")
        identifier(when.get("question"), f"{what}: when")
        wanted = when.get("is")
        need(isinstance(wanted, list) and 1 <= len(wanted) <= 50, f"{what}: when")
        for option in wanted:
            identifier(option, f"{what}: when")
    if kind in CHOSEN:
        for option in different_ids(question.get("options"), 1, 50, f"{what}: options"):
            say(option.get("label"), f"{what}: label of an option")
    if kind == "group":
        fields = _objects(question.get("fields"), 1, 50, f"{what}: fields")
        for field in fields:
            _question(field, say, f"{what}: field", False)
        _together(fields, f"{what}: fields")
        whole(question.get("most"), 1, 50, f"{what}: most")
        if "add" in question:
            say(question["add"], f"{what}: add")


def _together(questions, what):
    """Ids differ; a condition names an earlier question on this level, and options of it."""
    before = {}
    for question in questions:
        need(question["id"] not in before, f"{what}: an id stands twice")
        if "when" in question:
            asked = before.get(question["when"]["question"])
            need(asked is not None and asked["kind"] in CHOSEN, f"{what}: a condition on no earlier question with options")
            options = {option["id"] for option in asked["options"]}
            need(set(question["when"]["is"]) <= options, f"{what}: a condition on no option")
        before[question["id"]] = question


def questions_of(form):
    return form["first"] + [question for section in form["sections"] for question in section["questions"]]


def _check_form(form, say):
    identifier(form.get("id"), "intake: id")
    for question in _objects(form.get("first"), 1, 100, "intake: first"):
        _question(question, say, "intake: question", True)
    sections = different_ids(form.get("sections"), 0, 50, "intake: sections")
    for section in sections:
        say(section.get("label"), "intake: label of a section")
        if "hint" in section:
            say(section["hint"], "intake: hint of a section")
        for question in _objects(section.get("questions"), 0, 100, "intake: questions"):
            _question(question, say, "intake: question", True)
        need(section.get("files", True) is True, "intake: files of a section")
    need(sum("files" in section for section in sections) <= 1, "intake: files in two sections")
    need(len(questions_of(form)) <= 100, "intake: more than 100 questions")
    _together(questions_of(form), "intake: questions")
    for field in _objects(form.get("files"), 0, 50, "intake: files"):
        _question(field, say, "intake: question on files", False)
    _together(form["files"], "intake: questions on files")
    need("notice" in form, "intake: no notice")
    notice = form["notice"]
    if notice is not None:
        need(isinstance(notice, dict), "intake: notice")
        identifier(notice.get("version"), "intake: version of the notice")
        say(notice.get("text"), "intake: text of the notice")
        for use in different_ids(notice.get("uses"), 0, len(USES), "intake: uses"):
            need(use["id"] in USES, "intake: a use that there is not")
            say(use.get("label"), "intake: label of a use")
            say(use.get("consequence"), "intake: consequence of a use")


def _first_version(data):
    form = json_object(data, "witnessbox-intake/1", "intake")
    identifier(form.get("id"), "intake: id")
    for question in different_ids(form.get("questions"), 1, 100, "intake: questions"):
        need(question.get("kind") in ("long", "line"), "intake: kind of a question")
        need(type(question.get("required")) is bool, "intake: required")
        names(question.get("label"), "intake: label")
        if "hint" in question:
            names(question["hint"], "intake: hint")
    # A question of the first version has no other members.
    known = ("id", "kind", "required", "label", "hint")
    first = [{name: question[name] for name in known if name in question} for question in form["questions"]]
    return {"id": form["id"], "first": first, "sections": [], "files": [], "notice": None}


def read_intake(data):
    """intake.json of either version, as one of the second."""
    if b"witnessbox-intake/1" in data:
        try:
            if json.loads(data).get("format") == "witnessbox-intake/1":
                return _first_version(data)
        except (ValueError, AttributeError):
            pass
    form = json_object(data, "witnessbox-intake/2", "intake")
    _check_form(form, names)
    return form


def read_page(data):
    page = json_object(data, "witnessbox-intake-page/1", "intake page")
    language(page.get("language"), "intake page: language")
    _check_form(page, _one_text)
    return page


def languages(form):
    return sorted(form["first"][0]["label"])


def page(form, tag):
    """The bytes of the form in one language."""

    def say(texts):
        for wanted in (tag, tag.split("-")[0], "en"):
            if wanted in texts:
                return texts[wanted]
        return next(iter(texts.values()))

    def members(source, *order):
        made = {}
        for name in order:
            if name not in source:
                continue
            value = source[name]
            if name in ("label", "hint", "add", "text", "consequence"):
                value = say(value)
            elif name == "when":
                value = members(value, "question", "is")
            elif name == "options":
                value = [members(option, "id", "label") for option in value]
            elif name in ("questions", "fields", "first") or name == "files" and isinstance(value, list):
                value = [question(each) for each in value]
            elif name == "uses":
                value = [members(use, "id", "label", "consequence") for use in value]
            made[name] = value
        return made

    def question(source):
        kind = source["kind"]
        more = ("fields", "most", "add") if kind == "group" else ("options",) if kind in CHOSEN else ()
        return members(source, "id", "kind", "required", "label", "hint", "when", *more)

    made = {"format": "witnessbox-intake-page/1", "language": tag, **members(form, "id", "first")}
    made["sections"] = [members(section, "id", "label", "hint", "questions", "files") for section in form["sections"]]
    made["files"] = [question(field) for field in form["files"]]
    made["notice"] = form["notice"] and members(form["notice"], "version", "text", "uses")
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def check_pages(form, pages):
    """Those that the keyring names."""
    need(sorted(pages) == languages(form), "keyring: pages of other languages than the form's")
    for tag, digest in pages.items():
        need(hashlib.sha256(page(form, tag)).hexdigest() == digest, "keyring: another page than the form's")


def _field_fits(field, answer):
    kind = field["kind"]
    if kind == "choices":
        options = {option["id"] for option in field["options"]}
        return isinstance(answer, list) and len(set(answer)) == len(answer) and set(answer) <= options
    if not isinstance(answer, str):
        return False
    if kind == "choice":
        return any(option["id"] == answer for option in field["options"])
    if kind == "date":
        return is_edtf(answer)
    return kind == "long" or not re.search(r"[\n\r]", answer)


def _row_misfits(fields, row):
    known = {field["id"]: field for field in fields}
    return [name for name, answer in row.items() if name not in known or not _field_fits(known[name], answer)]


def _fits(question, answer):
    if question["kind"] != "group":
        is_of_field = isinstance(answer, str) or not any(isinstance(item, dict) for item in answer)
        return is_of_field and _field_fits(question, answer)
    if not isinstance(answer, list) or any(not isinstance(row, dict) for row in answer):
        return False
    return len(answer) <= question["most"] and not any(_row_misfits(question["fields"], row) for row in answer)


def misfits(form, testimony):
    """Ids of answers that do not fit, then paths of files of which something said does not fit."""
    known = {question["id"]: question for question in questions_of(form)}
    answers = {}
    for name, answer in testimony["answers"].items():
        is_message = name == "message" and testimony["kind"] == "follow-up" and isinstance(answer, str)
        if not is_message:
            answers[name] = answer
    of_answers = [name for name, answer in answers.items() if name not in known or not _fits(known[name], answer)]
    of_files = [item["path"] for item in testimony["evidence"] if _row_misfits(form["files"], item.get("answers", {}))]
    return of_answers + of_files
