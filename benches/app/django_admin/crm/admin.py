"""Lists, search and filters as the model of examples/artisan asks for; related lists as inlines; pickers that don't load every row."""

from django.contrib import admin
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV
from import_export.resources import ModelResource

from . import models


class ClientExport(ModelResource):
    class Meta:
        model = models.Client
        fields = ("id", "nom", "statut", "telephone", "depuis")


def related(of, *columns):
    """What points at a client, shown on its page."""
    options = {"model": of, "extra": 0, "fields": columns, "readonly_fields": columns, "show_change_link": True, "can_delete": False}
    return type(f"{of.__name__}Inline", (admin.TabularInline,), options)


RELATED = [
    related(models.Appareil, "modele", "numero_serie", "pose_le", "garantie_fin"),
    related(models.Contrat, "reference", "debut", "fin", "montant", "formule"),
    related(models.Devis, "objet", "numero", "date", "validite", "etat"),
    related(models.Facture, "numero", "date", "echeance", "etat"),
    related(models.Message, "objet", "quand", "sens", "canal"),
]


@admin.register(models.Client, models.Particulier, models.Societe)
class ClientAdmin(ExportMixin, admin.ModelAdmin):
    list_display = ("id", "nom", "statut", "telephone", "depuis")
    list_filter = ("statut", "depuis")
    search_fields = ("nom", "telephone", "mobile")
    list_per_page = 25
    autocomplete_fields = ("commercial",)
    inlines = RELATED
    resource_classes = [ClientExport]
    formats = [CSV]
    skip_export_form = True


@admin.register(models.Employe)
class EmployeAdmin(admin.ModelAdmin):
    search_fields = ("nom", "prenom")


@admin.register(models.Article)
class ArticleAdmin(admin.ModelAdmin):
    search_fields = ("libelle", "reference")


class LigneDevisInline(admin.TabularInline):
    model = models.LigneDevis
    autocomplete_fields = ("article",)


@admin.register(models.Devis)
class DevisAdmin(admin.ModelAdmin):
    list_display = ("objet", "numero", "date", "etat", "client", "auteur")
    list_select_related = ("client", "auteur")
    search_fields = ("objet", "numero")
    raw_id_fields = ("client", "auteur")
    inlines = [LigneDevisInline]


admin.site.register([models.Contact, models.Contrat, models.Appareil, models.Facture, models.Reglement, models.Message])
