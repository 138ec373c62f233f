//! How this firm covers appliances: none before it is installed, and a guarantee that nobody noted is two years. Their contract's form
//! covers them too: these hooks run there as in their own.

use crate::core::errors::Failure;
use crate::core::hooks::{Hook, Moment, refuse};
use crate::core::prelude::*;
use crate::entities::appareil::Appareil;

pub struct Couverture;

impl Hook for Couverture {
    type Of = Appareil;

    async fn before_save(&self, appareil: &mut Appareil, moment: &mut Moment<'_>) -> Result<(), Failure> {
        let (Some(_), Some(day)) = (appareil.contrat, appareil.pose_le) else {
            return Ok(());
        };
        if day > moment.clock.today {
            return Err(refuse("pose_le", "Un appareil qui n'est pas encore posé n'est pas couvert"));
        }
        if appareil.garantie_fin.is_none() {
            appareil.garantie_fin = day.checked_add_months(Months::new(24));
        }
        Ok(())
    }
}
