"""How a sum is paid: the details, and the code that banking apps read (EPC069-12, "Girocode")."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO


@dataclass(frozen=True, kw_only=True)
class PaymentDetails:
    """What a person needs to pay. `purpose`: the payment reference (Kassenzeichen), as it stands in the transfer."""

    payee: str
    iban: str
    bank: str
    amount_cents: int
    due_on: date
    purpose: str

    @property
    def shown_iban(self) -> str:
        """The IBAN in groups of four."""
        return " ".join(self.iban[start : start + 4] for start in range(0, len(self.iban), 4))


def girocode_svg(payment: PaymentDetails) -> str:
    """Return the code as SVG. Raises ValueError for what no bank could carry out."""
    from segno.helpers import make_epc_qr

    drawing = BytesIO()
    # As free text also where it is a creditor reference (ISO 11649): not every app reads the field for these.
    make_epc_qr(
        name=payment.payee[:70],
        iban=payment.iban,
        amount=Decimal(payment.amount_cents) / 100,
        text=payment.purpose[:140],
    ).save(drawing, kind="svg", border=2, xmldecl=False, svgns=True, light="#fff", omitsize=True)
    return drawing.getvalue().decode()
