import { sha256 } from '../../shared/api/photos';
import { newUid } from '../../shared/api/uid';

/** A photo taken here, ready to be announced and sent; its identity stays through every try. */
export type Shot = { uid: string; bytes: Blob; sha256: string; url: string };

/** Longest side in pixels: enough to read a house number, small enough for a bad signal. */
export const maxSidePx = 2_560;
const quality = 0.85;

/** The size of a picture once it fits, never enlarged. */
export function fitted(width: number, height: number, max = maxSidePx): { width: number; height: number } {
  const scale = Math.min(1, max / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Reads what the camera gave, turned upright and made small; drawing it anew leaves the EXIF behind. */
export async function takeShot(file: Blob): Promise<Shot> {
  const picture = await createImageBitmap(file);
  const { width, height } = fitted(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
  picture.close();
  const bytes = await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the canvas gave no JPEG'))),
      'image/jpeg',
      quality,
    ),
  );
  return { uid: newUid(), bytes, sha256: await sha256(bytes), url: URL.createObjectURL(bytes) };
}
