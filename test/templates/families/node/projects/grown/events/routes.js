export const routes = ['order'];
