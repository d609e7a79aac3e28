package api

import (
	"context"

	"travaux/api/gen"
	"travaux/models"
)

// MyData gives everything that is kept about the person.
func (a *API) MyData(ctx context.Context, _ gen.MyDataRequestObject) (gen.MyDataResponseObject, error) {
	d, err := a.s.MyData(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	return gen.MyData200JSONResponse(MyData(d)), nil
}

// MyData is somebody's own data as the API gives it, which is also the file that the pages offer.
func MyData(d models.MyData) gen.MyData {
	out := gen.MyData{Comments: each(d.Comments, myComment), Kept: map[string][]map[string]any{}}
	p := d.Person
	out.Person.Name, out.Person.Email, out.Person.CreatedAt = p.Name, p.Email, p.CreatedAt.UTC()
	out.Person.Language, out.Person.Country, out.Person.Organisation = opt(p.Language), opt(p.Country), opt(p.Organisation)
	out.Person.StakeholderType = opt(string(p.StakeholderType))
	for _, t := range d.Kept {
		out.Kept[t.Name] = t.Rows
	}
	return out
}

func myComment(c models.MyComment) gen.MyComment {
	return gen.MyComment{
		Consultation: c.Consultation, Comment: held(c.CommentView), Commitment: c.Commitment,
		NoticeVersion: c.NoticeVersion, PublishName: c.PublishName, Consents: each(c.Consents, consent),
	}
}

func consent(c models.Consent) gen.Consent {
	return gen.Consent{
		Kind: gen.ConsentKind(c.Kind), NoticeVersion: c.NoticeVersion, Language: c.Language, Wording: c.Wording,
		GivenAt: c.GivenAt.UTC(), WithdrawnAt: utc(c.WithdrawnAt),
	}
}
