/** What stands after SLUICE_TOKEN_ and SLUICE_URL_ for a control plane of this name: "shop-eu" is SHOP_EU. */
export function environmentSuffix(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
