// The texts that must never be heard from a provider: the simulator's own key, and the ones that checks make up.
export const SIMULATOR_KEY = "simulatorSecretKey00000000000001";
export const MADE_UP_KEY = "topSecretKeyOfNobody0123456789ab";
export const MADE_UP_TOKEN = "topSecretTokenOfNobody0123456789";
export const SECRETS = [SIMULATOR_KEY, MADE_UP_KEY, MADE_UP_TOKEN];
