package document

import "travaux/models"

// MarkdownOf is a stand-in until the Markdown writer is here.
func MarkdownOf(p models.Provision) string { return p.HTML }
