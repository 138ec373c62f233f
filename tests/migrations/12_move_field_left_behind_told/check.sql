SELECT raison, tel FROM societe
-- X, 222
