SELECT sequence, last FROM sequence_counter
-- contact.reference, 1
