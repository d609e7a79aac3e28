package akn

import (
	"slices"

	"travaux/models"
)

// kinds are those of the elements that are provisions.
var kinds = map[string]models.ProvisionKind{
	"article": models.Article, "rule": models.Article,
	"part": models.Part, "title": models.Part, "book": models.Part, "tome": models.Part,
	"chapter": models.Chapter, "subpart": models.Chapter, "subtitle": models.Chapter, "division": models.Chapter, "hcontainer": models.Chapter,
	"section": models.Section, "subchapter": models.Section, "subdivision": models.Section, "level": models.Section,
	"transitional": models.Section, "tblock": models.Section,
	"paragraph": models.Paragraph, "subsection": models.Paragraph, "clause": models.Paragraph, "subrule": models.Paragraph,
	"proviso": models.Paragraph, "alinea": models.Paragraph, "citation": models.Paragraph, "recital": models.Paragraph,
	"point": models.Point, "subparagraph": models.Point, "subclause": models.Point, "indent": models.Point, "item": models.Point,
	"preamble": models.Preamble, "attachment": models.Annex, "component": models.Part,
}

// kindOf tells what an element is below a provision.
func kindOf(n *node, above *frame) (kind models.ProvisionKind, ok bool) {
	kind, ok = kinds[n.name]
	if named := models.ProvisionKind(n.get("name")); n.name == "hcontainer" && slices.Contains(models.ProvisionKinds, named) {
		return named, true
	}
	if kind == models.Paragraph && above.kind == models.Paragraph && !above.quoting && (n.name != "paragraph" || above.name != "paragraph") {
		return models.Point, true
	}
	return kind, ok
}

// leftOut are the elements that are no words of a provision.
var leftOut = map[string]bool{
	"meta": true, "coverPage": true, "preface": true, "conclusions": true, "toc": true, "authorialNote": true, "note": true,
	"noteRef": true, "documentRef": true, otherVocabulary: true,
}

// lines are the elements that are one line each. Others are when they have words
// directly in them.
var lines = map[string]bool{
	"p": true, "block": true, "listIntroduction": true, "listWrapUp": true, "crossHeading": true,
	"num": true, "heading": true, "subheading": true, "caption": true,
}

// inlines are the elements that are markup, with their names in HTML.
var inlines = map[string]string{"b": "strong", "i": "em", "sub": "sub", "sup": "sup", "abbr": "abbr"}

// named are those of HTML that Akoma Ntoso writes as an inline with a name.
var named = map[string]bool{"code": true, "s": true, "q": true}
