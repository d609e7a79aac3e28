package bench

import "fmt"

// What the pages need, as anybody would write it without this program.

const theConsultation = "(SELECT id FROM consultations WHERE slug = '" + slug + "')"

const provisionsSQL = `SELECT p.* FROM provisions p JOIN versions v ON v.consultation_id = p.consultation_id AND v.id = p.version_id
	WHERE p.consultation_id = ` + theConsultation + ` AND v.number = 2 AND p.language = 'en' ORDER BY p.position`

const marksSQL = `SELECT wid, start_at, end_at, COUNT(*) FROM comments WHERE consultation_id = ` + theConsultation + `
	AND target_kind = 'range' AND publication = 'published' AND anchor_language = 'en' GROUP BY wid, start_at, end_at`

// listSQL reads the newest fifty under a filter.
func listSQL(filter string) string {
	return fmt.Sprintf(`SELECT c.*, t.body_html, a.name FROM comments c
		JOIN comment_texts t ON t.consultation_id = c.consultation_id AND t.comment_id = c.id
		JOIN comment_authors a ON a.consultation_id = c.consultation_id AND a.comment_id = c.id
		WHERE c.consultation_id = %s AND c.publication = 'published' %s ORDER BY c.id DESC LIMIT 50`, theConsultation, filter)
}

// facetSQL counts one column under a filter.
func facetSQL(column, filter string) string {
	return fmt.Sprintf(`SELECT c.%s, COUNT(*) FROM comments c WHERE c.consultation_id = %s AND c.publication = 'published' %s
		GROUP BY 1 ORDER BY 2 DESC`, column, theConsultation, filter)
}

// facetsSQL counts every facet under the same filter: less than the page does, which leaves each facet's own filter out.
func facetsSQL(filter string) []string {
	var out []string
	for _, column := range []string{"region", "country", "stakeholder_type", "wid", "outcome", "stance", "type", "language", "provenance", "verified"} {
		out = append(out, facetSQL(column, filter))
	}
	return out
}
