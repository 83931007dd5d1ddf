"""Narrows the two exceptions of schemathesis.toml to exactly the refusals that no schema can state."""

import schemathesis


@schemathesis.check
def valid_data_is_only_refused_for_what_no_schema_states(ctx, response, case):
    """A schema-valid request that gets a 400 has an invented cursor or the same attendee twice."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 400:
        return
    code = response.json()["code"]
    cursor_invented = code == "INVALID_CURSOR" and "cursor" in (case.query or {})
    attendee_twice = code == "DUPLICATE_ATTENDEE_ID" and has_duplicates(case.body)
    assert cursor_invented or attendee_twice, f"valid data was refused with {code}"


def has_duplicates(body):
    ids = [attendee["attendee_id"] for attendee in body["attendees"]]
    return len(ids) != len(set(ids))
