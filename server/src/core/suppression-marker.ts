/** What comments begin with that speak to Sluice. Apart from everything else, for the prefilter and the extractor. */
export const suppressionMarker = 'sluice-ignore';
