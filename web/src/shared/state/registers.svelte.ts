import { listAreas, listCampaigns, listUnits } from '../api/registers';
import type { Area, Campaign, Named } from '../api/types';
import { stream } from '../api/stream';
import { byPinyin } from '../text/format';

/** Units, areas and campaigns: small lists that many screens need, read once and again when the server says so. */
class Registers {
  units = $state.raw<readonly Named[]>([]);
  areas = $state.raw<readonly Area[]>([]);
  campaigns = $state.raw<readonly Campaign[]>([]);
  #loaded: Promise<void> | undefined;

  /** Reads the registers unless that has been done; a failed try is made again at the next call. */
  load(): Promise<void> {
    this.#loaded ??= this.#read().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  /** Keeps the registers as the server has them for as long as the caller lives. */
  follow(): () => void {
    return stream.subscribe({
      onChanges: ({ areas, registers }) => {
        if (areas || registers) void this.#read().catch(() => undefined);
      },
    });
  }

  unit(id: number | null): Named | undefined {
    return this.units.find((unit) => unit.id === id);
  }

  area(id: number | null): Area | undefined {
    return this.areas.find((area) => area.id === id);
  }

  /** The campaign that runs on a day; the newest when several do. */
  campaignOn(day: string): Campaign | undefined {
    return this.campaigns.findLast(({ starts_on, ends_on }) => starts_on <= day && day <= ends_on);
  }

  async #read(): Promise<void> {
    const [units, areas, campaigns] = await Promise.all([listUnits(), listAreas(), listCampaigns()]);
    this.units = units.toSorted((a, b) => byPinyin(a.name, b.name));
    this.areas = areas;
    this.campaigns = campaigns;
  }
}

export const registers = new Registers();
