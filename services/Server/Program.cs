using Mat.Alerts;
using Mat.Assets;
using Mat.Cases;
using Mat.Gateway;
using Mat.Insights;
using Mat.Partners;
using Mat.Platform.Hosting;
using Mat.Standards;
using Mat.Tickets;
using Mat.Trust;

return await MatHost.RunAsync(args,
    new GatewayModule(), new TrustModule(), new AssetsModule(), new TicketsModule(), new PartnersModule(), new AlertsModule(),
    new CasesModule(), new StandardsModule(), new InsightsModule());
