"""What ink says besides words: barcodes, stamps, signatures, tick boxes, labels, photos.

`find_barcodes` and `find_marks` look at one page image; `role_marks` gives what they saw
to the roles that a document type expects. Classical vision; small learned trees decide (`data`).
"""
