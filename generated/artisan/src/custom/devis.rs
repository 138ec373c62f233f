//! How this firm follows its quotes: valid for a month unless said otherwise, and never taken back once accepted.

use crate::core::errors::Failure;
use crate::core::hooks::{Hook, Line, Moment, Showing, refuse};
use crate::core::prelude::*;
use crate::entities::devis::{Devis, Etat};

pub struct Suivi;

impl Hook for Suivi {
    type Of = Devis;

    async fn before_save(&self, devis: &mut Devis, moment: &mut Moment<'_>) -> Result<(), Failure> {
        if devis.validite.is_none() {
            devis.validite = devis.date.and_then(|date| date.checked_add_months(Months::new(1)));
        }
        let was_accepted = moment
            .before::<Devis>()
            .is_some_and(|before| before.etat == Some(Etat::Accepte));
        if was_accepted && devis.etat == Some(Etat::Brouillon) {
            return Err(refuse("etat", "Un devis accepté ne redevient pas un brouillon"));
        }
        Ok(())
    }

    async fn before_delete(&self, devis: &Devis, _moment: &mut Moment<'_>) -> Result<(), Failure> {
        match devis.etat {
            Some(Etat::Accepte) => Err(refuse("", "Un devis accepté ne se supprime pas")),
            _ => Ok(()),
        }
    }

    async fn lines(&self, devis: &Devis, showing: &Showing<'_>) -> Result<Vec<Line>, Failure> {
        let today = showing.model.locale.clock().today;
        let left = devis.validite.map(|end| (end - today).num_days());
        let line = left.filter(|days| *days >= 0).map(|days| Line {
            label: "Encore valable",
            text: format!("{days} j"),
        });
        Ok(line.into_iter().collect())
    }
}
