"""What all endpoints share (contract section 2): envelope, paging, filters, fields, formats, errors."""
