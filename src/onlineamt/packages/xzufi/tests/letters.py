"""Hand-written XZuFi, plainly invented, from an editorial office that spells everything its own way."""

NS = 'xmlns:xzufi="http://xoev.de/schemata/xzufi/2_2_0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def service(inner: str, *, ns: str = NS) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xzufi:leistung {ns}>\n{inner}\n</xzufi:leistung>'.encode()
    )


def module(code: str, html: str, language: str = "de", *, more: str = "") -> str:
    return (
        f'<xzufi:modulText><xzufi:inhalt languageCode="{language}">{html}</xzufi:inhalt>{more}'
        f"<xzufi:leikaTextmodul><code>{code}</code></xzufi:leikaTextmodul></xzufi:modulText>"
    )


MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<xzufi:leistungsverzeichnis.antwort xmlns:xzufi="http://xoev.de/schemata/xzufi/2_1_0"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xzufiVersion="2.1.0">
  <xzufi:nachrichtenkopf><xzufi:sender>Redaktion Musterland</xzufi:sender></xzufi:nachrichtenkopf>
  <xzufi:leistung>
    <xzufi:id schemeAgencyID="L100042">S1000420001</xzufi:id>
    <xzufi:idSekundaer schemeID="LeiKa">99110009104000</xzufi:idSekundaer>
    <xzufi:struktur xsi:type="xzufi:LeistungsstrukturObjektMitVerrichtung">
      <xzufi:leistungsobjektID>99110009</xzufi:leistungsobjektID>
      <xzufi:verrichtung><xzufi:verrichtungLeiKa><code>104</code><name>Anmeldung</name></xzufi:verrichtungLeiKa></xzufi:verrichtung>
    </xzufi:struktur>
    <xzufi:referenzLeiKa><code>99110009104000</code></xzufi:referenzLeiKa>
    <xzufi:modulText>
      <xzufi:positionDarstellung>1</xzufi:positionDarstellung>
      <xzufi:inhalt languageCode="de">Drache Anmeldung</xzufi:inhalt>
      <xzufi:inhalt languageCode="en-GB">Dragon registration</xzufi:inhalt>
      <xzufi:inhalt languageCode="fr">Déclaration de dragon</xzufi:inhalt>
      <xzufi:leikaTextmodul listURI="urn:de:xzufi:codeliste:leistungstextmodulleika"><code>02</code><name>Leistungsbezeichnung</name></xzufi:leikaTextmodul>
    </xzufi:modulText>
    <xzufi:modulText>
      <xzufi:inhalt languageCode="de"><![CDATA[<p>Drachen sind <strong>groß</strong>.<br>Sie melden sie an:</p>
        <ul><li>im Amt,</li><li><a href="https://musterstadt.example/drachen">im Netz</a>.</li></ul>]]></xzufi:inhalt>
      <xzufi:inhalt languageCode="de-x-leicht">&lt;p&gt;Sie haben einen Drachen?&lt;br/&gt;Melden Sie ihn an.&lt;/p&gt;</xzufi:inhalt>
      <xzufi:leikaTextmodul><code>06</code></xzufi:leikaTextmodul>
    </xzufi:modulText>
    <xzufi:modulText>
      <xzufi:inhalt><p xmlns="http://www.w3.org/1999/xhtml">§ 1 <b>Drachengesetz</b></p></xzufi:inhalt>
      <xzufi:weiterfuehrenderLink languageCode="de"><xzufi:uri>https://recht.example/drachen</xzufi:uri><xzufi:titel>Drachengesetz</xzufi:titel></xzufi:weiterfuehrenderLink>
      <xzufi:leikaTextmodul><code>7</code></xzufi:leikaTextmodul>
    </xzufi:modulText>
    <xzufi:modulText>
      <xzufi:inhalt languageCode="de">&lt;p&gt;Siehe auch &lt;a href="http://alt.example"&gt;Altes&lt;/a&gt;&lt;/p&gt;</xzufi:inhalt>
      <xzufi:weiterfuehrenderLink><xzufi:uri>https://musterstadt.example/feuer</xzufi:uri><xzufi:titel>Feuer melden</xzufi:titel></xzufi:weiterfuehrenderLink>
      <xzufi:leikaTextmodul><code>15</code></xzufi:leikaTextmodul>
    </xzufi:modulText>
    <xzufi:modulText>
      <xzufi:inhalt languageCode="de">Redaktion Musterland</xzufi:inhalt>
      <xzufi:leikaTextmodul><code>18</code></xzufi:leikaTextmodul>
    </xzufi:modulText>
    <xzufi:modulText>
      <xzufi:inhalt languageCode="de">Etwas ganz Neues</xzufi:inhalt>
      <xzufi:leikaTextmodul><code>77</code><name>Zukunft</name></xzufi:leikaTextmodul>
    </xzufi:modulText>
    <xzufi:modulFrist>
      <xzufi:beschreibung languageCode="de">&lt;p&gt;Zwei Wochen.&lt;/p&gt;</xzufi:beschreibung>
      <xzufi:frist><xzufi:dauer>2</xzufi:dauer><xzufi:einheit><code>Woche</code></xzufi:einheit></xzufi:frist>
    </xzufi:modulFrist>
    <xzufi:modulKosten>
      <xzufi:kosten><xzufi:betrag>12.5</xzufi:betrag><xzufi:waehrung>EUR</xzufi:waehrung></xzufi:kosten>
      <xzufi:kosten><xzufi:betragUntergrenze>5</xzufi:betragUntergrenze><xzufi:betragObergrenze>70</xzufi:betragObergrenze>
        <xzufi:beschreibung languageCode="de">je Kopf</xzufi:beschreibung></xzufi:kosten>
    </xzufi:modulKosten>
    <xzufi:modulBearbeitungsdauer>
      <xzufi:bearbeitungsdauer><xzufi:dauer>1</xzufi:dauer><xzufi:dauerBis>3</xzufi:dauerBis><xzufi:einheit>Tag</xzufi:einheit></xzufi:bearbeitungsdauer>
    </xzufi:modulBearbeitungsdauer>
    <xzufi:modulBegriffImKontext>
      <xzufi:begriffImKontext><xzufi:begriff languageCode="de">Lindwurm</xzufi:begriff><xzufi:typ><code>1</code></xzufi:typ></xzufi:begriffImKontext>
      <xzufi:begriffImKontext><xzufi:begriff languageCode="de">Drachenmarke</xzufi:begriff></xzufi:begriffImKontext>
    </xzufi:modulBegriffImKontext>
    <xzufi:modulFachlicheFreigabe>
      <xzufi:fachlichFreigegebenAm>2026-03-04+01:00</xzufi:fachlichFreigegebenAm>
      <xzufi:fachlichFreigegebenDurch languageCode="de">Drachenamt</xzufi:fachlichFreigegebenDurch>
    </xzufi:modulFachlicheFreigabe>
    <xzufi:kategorie><xzufi:bezeichnung>Tiere</xzufi:bezeichnung></xzufi:kategorie>
    <xzufi:typisierung><code>5</code></xzufi:typisierung>
    <xzufi:versionsinformation><xzufi:erstelltDatumZeit>2020-01-01T00:00:00Z</xzufi:erstelltDatumZeit>
      <xzufi:geaendertDatumZeit>2026-02-03T04:05:06Z</xzufi:geaendertDatumZeit><xzufi:version>3</xzufi:version></xzufi:versionsinformation>
  </xzufi:leistung>
  <xzufi:organisationseinheit><xzufi:id>1</xzufi:id></xzufi:organisationseinheit>
</xzufi:leistungsverzeichnis.antwort>
""".encode()  # fmt: skip
