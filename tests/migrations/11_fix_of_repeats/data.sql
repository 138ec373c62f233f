INSERT INTO client (id, nom, tel1, tel2) VALUES (1, 'A', '+33612345678', '+33698765432');
