"""The model of examples/artisan, as one would write it for Django: subtypes by inheritance, relations with fields as models."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

POSITIVE = [MinValueValidator(0)]


def choices(*labels):
    return {label.lower(): label for label in labels}


def money(**options):
    return models.DecimalField(max_digits=14, decimal_places=2, **options)


class Employe(models.Model):
    matricule = models.CharField(max_length=8, unique=True)
    prenom = models.CharField(max_length=60)
    nom = models.CharField(max_length=80)
    email = models.EmailField(unique=True)
    metier = models.CharField(max_length=12, choices=choices("Commercial", "Technicien", "Gestion"))
    entree = models.DateField()
    sortie = models.DateField(null=True, blank=True)
    chef = models.ForeignKey("self", models.PROTECT, null=True, blank=True)

    def __str__(self):
        return self.nom


class Client(models.Model):
    nom = models.CharField(max_length=120)
    email = models.EmailField(unique=True, null=True, blank=True)
    telephone = models.CharField(max_length=40, null=True, blank=True)
    mobile = models.CharField(max_length=40, null=True, blank=True)
    adresse_rue = models.CharField(max_length=200, null=True, blank=True)
    adresse_complement = models.CharField(max_length=200, null=True, blank=True)
    adresse_code_postal = models.CharField(max_length=12, null=True, blank=True)
    adresse_ville = models.CharField(max_length=120, null=True, blank=True)
    adresse_pays = models.CharField(max_length=2, null=True, blank=True)
    depuis = models.DateField(null=True, blank=True)
    statut = models.CharField(max_length=12, null=True, blank=True, choices=choices("Prospect", "Actif", "Dormant", "Perdu"))
    consentement = models.BooleanField(default=False)
    note = models.TextField(null=True, blank=True)
    commercial = models.ForeignKey(Employe, models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["nom", "id"]
        # As ours has: what the list is sorted and filtered by.
        indexes = [models.Index(fields=["nom", "id"]), models.Index(fields=["statut"]), models.Index(fields=["depuis"])]

    def __str__(self):
        return self.nom


class Particulier(Client):
    civilite = models.CharField(max_length=4, null=True, blank=True, choices={"mme": "Mme", "m": "M."})
    naissance = models.DateField(null=True, blank=True)


class Societe(Client):
    siret = models.CharField(max_length=14, unique=True, null=True, blank=True)
    tva_intra = models.CharField(max_length=14, null=True, blank=True)
    encours_max = money(null=True, blank=True, validators=POSITIVE)


class Contact(models.Model):
    societe = models.ForeignKey(Societe, models.CASCADE)
    rang = models.IntegerField(validators=[MinValueValidator(1)])
    prenom = models.CharField(max_length=60, null=True, blank=True)
    nom = models.CharField(max_length=80)
    fonction = models.CharField(max_length=80, null=True, blank=True)
    email = models.EmailField(null=True, blank=True)
    telephone = models.CharField(max_length=40, null=True, blank=True)

    class Meta:
        unique_together = [("societe", "rang")]

    def __str__(self):
        return self.nom


class Contrat(models.Model):
    reference = models.CharField(max_length=63, unique=True)
    debut = models.DateField()
    fin = models.DateField(null=True, blank=True)
    montant = money(validators=POSITIVE)
    formule = models.CharField(max_length=12, null=True, blank=True)
    client = models.ForeignKey(Client, models.PROTECT)

    def __str__(self):
        return self.reference


class Appareil(models.Model):
    numero_serie = models.CharField(max_length=30, unique=True)
    marque = models.CharField(max_length=40)
    modele = models.CharField(max_length=60)
    puissance = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True, validators=POSITIVE)
    pose_le = models.DateField(null=True, blank=True)
    garantie_fin = models.DateField(null=True, blank=True)
    client = models.ForeignKey(Client, models.PROTECT)
    contrat = models.ForeignKey(Contrat, models.SET_NULL, null=True, blank=True)

    def __str__(self):
        return self.modele


class Article(models.Model):
    reference = models.CharField(max_length=20, unique=True)
    libelle = models.CharField(max_length=120)
    famille = models.CharField(max_length=12)
    prix_ht = money(validators=POSITIVE)
    tva = models.DecimalField(max_digits=5, decimal_places=2, validators=[*POSITIVE, MaxValueValidator(100)])
    actif = models.BooleanField(default=True)

    def __str__(self):
        return self.libelle


class Devis(models.Model):
    numero = models.CharField(max_length=63, unique=True)
    date = models.DateField()
    validite = models.DateField(null=True, blank=True)
    objet = models.CharField(max_length=200)
    etat = models.CharField(max_length=12, null=True, blank=True)
    remise = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    client = models.ForeignKey(Client, models.PROTECT)
    auteur = models.ForeignKey(Employe, models.PROTECT)

    class Meta:
        verbose_name_plural = "devis"

    def __str__(self):
        return self.objet


class LigneDevis(models.Model):
    devis = models.ForeignKey(Devis, models.CASCADE)
    article = models.ForeignKey(Article, models.PROTECT)
    quantite = models.DecimalField(max_digits=8, decimal_places=2, validators=POSITIVE)
    prix_ht = money(validators=POSITIVE)

    class Meta:
        unique_together = [("devis", "article")]


class Facture(models.Model):
    numero = models.CharField(max_length=63, unique=True)
    date = models.DateField()
    echeance = models.DateField()
    etat = models.CharField(max_length=12, null=True, blank=True)
    devis = models.ForeignKey(Devis, models.PROTECT, null=True, blank=True)
    client = models.ForeignKey(Client, models.PROTECT)

    def __str__(self):
        return self.numero


class LigneFacture(models.Model):
    facture = models.ForeignKey(Facture, models.CASCADE)
    article = models.ForeignKey(Article, models.PROTECT)
    quantite = models.DecimalField(max_digits=8, decimal_places=2, validators=POSITIVE)
    prix_ht = money(validators=POSITIVE)

    class Meta:
        unique_together = [("facture", "article")]


class Reglement(models.Model):
    date = models.DateField()
    montant = money(validators=POSITIVE)
    mode = models.CharField(max_length=12)
    facture = models.ForeignKey(Facture, models.PROTECT)


class Message(models.Model):
    quand = models.DateTimeField()
    sens = models.CharField(max_length=8)
    canal = models.CharField(max_length=12)
    objet = models.CharField(max_length=200)
    corps = models.TextField(null=True, blank=True)
    client = models.ForeignKey(Client, models.PROTECT)

    def __str__(self):
        return self.objet
