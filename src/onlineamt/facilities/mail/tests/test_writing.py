import re

import pytest

from onlineamt.facilities.mail.tests.factories import SENDER, VALUES
from onlineamt.facilities.mail.values import MailTemplate
from onlineamt.facilities.mail.writing import mail_language, write_mail
from onlineamt.foundation.core.languages import Language

ALL = [(template, language) for template in MailTemplate for language in Language]
TO_PEOPLE = [
    (template, language) for template, language in ALL if template is not MailTemplate.BARRIER_REPORTED
]
# What an e-mail must not tell whoever reads it over a shoulder.
MATTERS = re.compile(
    r"hund|steuer|bescheid|antrag|gebühr|wohngeld|dog|tax|fee|application|decision", re.IGNORECASE
)


class TestWriteMail:
    @pytest.mark.parametrize(("template", "language"), ALL)
    def test_says_the_same_as_text_and_as_html(self, template: MailTemplate, language: Language) -> None:
        mail = write_mail(template, language, VALUES, SENDER)
        html = " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", mail.html, flags=re.DOTALL).split())

        for line in mail.text.replace("--", "").splitlines():
            shown = line.strip().rstrip(":").replace("&", "&amp;")
            assert shown in html

    @pytest.mark.parametrize(("template", "language"), TO_PEOPLE)
    def test_never_says_what_it_is_about(self, template: MailTemplate, language: Language) -> None:
        mail = write_mail(template, language, VALUES, SENDER)

        assert MATTERS.search(mail.subject + mail.text + mail.html) is None

    @pytest.mark.parametrize(("template", "language"), ALL)
    def test_has_no_gap_and_no_code_in_the_subject(self, template: MailTemplate, language: Language) -> None:
        mail = write_mail(template, language, VALUES, SENDER)

        assert "{" not in mail.subject + mail.text
        assert VALUES["code"] not in mail.subject
        assert f'lang="{language.html_lang}"' in mail.html

    def test_escapes_what_stands_in_html(self) -> None:
        values = {**VALUES, "code": '<b>"1"</b>', "url": 'https://x.example/"onclick='}
        mail = write_mail(MailTemplate.RESUME_CODE, Language.GERMAN, values, SENDER)

        assert "<b>" not in mail.html
        assert '"onclick' not in mail.html
        assert '<b>"1"</b>' in mail.text

    def test_loads_nothing_from_anywhere(self) -> None:
        mail = write_mail(MailTemplate.DOCUMENTS_READY, Language.GERMAN, VALUES, SENDER)

        assert not re.search(r"<(img|link|script|iframe)|url\(", mail.html)


class TestMailLanguage:
    def test_has_the_same_blocks_and_gaps_in_every_language(self) -> None:
        for template in MailTemplate:
            shapes = {
                (tuple(block.kind for block in text.blocks), text.gaps)
                for text in (mail_language(language).mails[template] for language in Language)
            }
            assert len(shapes) == 1, template

    def test_names_the_values_a_mail_needs(self) -> None:
        assert mail_language(Language.GERMAN).mails[MailTemplate.RESUME_CODE].gaps == {
            "code",
            "url",
            "deletion_date",
        }
