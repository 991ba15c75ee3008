import type { Position } from '../../shared/api/types';

export type PositionState = 'asking' | 'known' | 'denied' | 'unavailable';

/** Where this device is, for as long as somebody follows it. */
export class Whereabouts {
  position = $state.raw<Position>();
  state = $state<PositionState>('asking');

  follow(): () => void {
    if (!('geolocation' in navigator)) {
      this.state = 'unavailable';
      return () => undefined;
    }
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        this.position = { lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy };
        this.state = 'known';
      },
      (error) => {
        this.position = undefined;
        this.state = error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable';
      },
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: 20_000 },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }
}
