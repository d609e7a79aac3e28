// The example's people, and what they say.
export const consultation = '/c/sample-charter';
export const people = {
  organiser: 'olive-organiser@example.org', drafter: 'delta-drafter@example.org', leaver: 'dune-drafter@example.net',
  moderator: 'moss-moderator@example.org', participant: 'marula@example.net', admin: 'ash-admin@example.org', reviewer: 'wren-reviewer@example.org',
};

// comment is a comment as the form sends it.
export const comment = (draft, more) => ({
  draft, 'target.kind': 'version', body: 'Please say how this will be paid for.', country: 'KE',
  stakeholder_type: 'civil_society', ...more,
});
