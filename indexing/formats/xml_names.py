"""The names of WIPO ST.96 and of China's schema of 2012 as those of ST.36, so that one reading serves all three.

After WIPO's own table of correspondences (ST.96, annex VI). `@` marks attributes. Names that are not here are the same or are not needed.
"""

from __future__ import annotations

from types import MappingProxyType

_BODY = {
    "P": "p", "Paragraphs": "p", "Heading": "heading", "Claims": "claims", "Claim": "claim", "ClaimText": "claim-text",
    "ClaimReference": "claim-ref", "ClaimNumber": "claim-number", "ClaimTypeCategory": "claim-category", "Description": "description",
    "Abstract": "abstract", "AbstractFigure": "abstract-figure", "Drawings": "drawings", "Figure": "figure", "FigureNumber": "figure-number",
    "Image": "img", "PageImage": "img", "TableImage": "img", "FileName": "file-name", "B": "b", "I": "i", "U": "u", "O": "o", "Sub": "sub",
    "Sup": "sup", "Br": "br", "UL": "ul", "OL": "ol", "LI": "li", "DL": "dl", "DT": "dt", "DD": "dd", "Pre": "pre", "Table": "tables",
    "Tables": "tables", "OASISTable": "table", "IPOASISTable": "table", "TableGroup": "tgroup", "TableHead": "thead", "TableBody": "tbody",
    "Row": "row", "Entry": "entry", "Title": "title", "Math": "maths", "Maths": "maths", "ChemicalFormulae": "chemistry",
    "ChemistryFormula": "chemistry", "Chemistry": "chemistry", "FigureReference": "figref", "InventionTitle": "invention-title",
    "DocPage": "doc-page", "BioDeposit": "bio-deposit", "DesignBriefExplanation": "description",
}  # fmt: skip
_SECTIONS = {
    "TechnicalField": "technical-field", "BackgroundArt": "background-art", "CitationBag": "citation-list", "CitationList": "citation-list",
    "PatentReferenceDocumentBag": "patent-literature", "NPLReferenceDocumentBag": "non-patent-literature",
    "PatentCitationBag": "patent-literature", "NPLCitationBag": "non-patent-literature", "PatentLiterature": "patent-literature",
    "NonPatentLiterature": "non-patent-literature", "Disclosure": "disclosure", "InventionSummary": "summary-of-invention",
    "TechnicalProblem": "tech-problem", "TechnicalSolution": "tech-solution", "AdvantageousEffects": "advantageous-effects",
    "DrawingDescription": "description-of-drawings", "DrawingsDescription": "description-of-drawings",
    "EmbodimentDescription": "description-of-embodiments", "EmbodimentExample": "embodiments-example", "BestMode": "best-mode",
    "InventionMode": "mode-for-invention", "IndustrialApplicability": "industrial-applicability", "ReferenceSignBag": "reference-signs-list",
    "ReferenceSignsList": "reference-signs-list", "ReferenceNumeralsDescription": "reference-signs-list",
    "SequenceListText": "sequence-list-text",
}  # fmt: skip
_BIBLIOGRAPHY = {
    "BibliographicData": "bibliographic-data", "DesignBibliographicData": "bibliographic-data", "DesignTitle": "invention-title",
    "Designer": "inventor", "ApplicationCitation": "patcit", "PublicationReference": "publication-reference",
    "ApplicationReference": "application-reference",
    "DocumentID": "document-id", "WIPOST3Code": "country", "IPOfficeCode": "country", "DocNumber": "doc-number", "DocumentNumber": "doc-number",
    "PublicationNumber": "doc-number", "Kind": "kind", "PatentDocumentKindCode": "kind", "Date": "date", "PublicationDate": "date",
    "PatentDocumentDate": "date", "Section": "section", "CPCSection": "section", "MainClass": "class", "Class": "class",
    "Subclass": "subclass", "MainGroup": "main-group", "Subgroup": "subgroup", "Text": "text", "PatentClassificationText": "text",
    "ClassificationIPCR": "classification-ipcr", "IPCRClassification": "classification-ipcr", "CPCClassification": "classification-cpc",
    "ClassificationCPC": "classification-cpc", "IPCClassification": "classification-ipc", "ClassificationIPC": "classification-ipc",
    "MainClassification": "main-clsf", "FurtherClassification": "further-clsf", "Priority": "priority-claim", "Name": "name",
    "OrganizationName": "orgname", "AddressBook": "addressbook", "EntityName": "name", "FirstName": "first-name", "MiddleName": "middle-name",
    "LastName": "last-name", "Applicant": "applicant", "Inventor": "inventor", "Assignee": "assignee", "PatentCitation": "patcit",
    "NPLCitation": "nplcit", "PatentCitationText": "text", "NPLCitationText": "text", "Citation": "citation", "ReferenceCitation": "citation",
    "CitedPatentDocumentIdentification": "document-id", "CitationCategory": "category", "CategoryCode": "category",
    "CitedDocumentCategoryCode": "category", "CitationDocumentCategoryCode": "category", "RelatedClaims": "rel-claims",
    "RelevantClaimText": "rel-claims", "RelevantClaimNumberText": "rel-claims", "RelatedPassage": "rel-passage",
    "RelevantPassage": "rel-passage", "Passage": "passage", "PassageText": "passage",
}  # fmt: skip
_ATTRIBUTES = {
    "@idrefs": "idref", "@pNumber": "num", "@languageCode": "lang", "@figureLabels": "figure-labels", "@imgContent": "img-content",
    "@imageContentCategory": "img-content", "@sequenceNumber": "sequence", "@dataFormat": "data-format", "@citingPartyCategory": "cited-by",
    "@referencedFigureNumber": "num", "@figureNumber": "num",
}  # fmt: skip

ST36_NAMES = MappingProxyType(_BODY | _SECTIONS | _BIBLIOGRAPHY | _ATTRIBUTES)
